import { expect, test } from 'vitest'
import type { Step, TimelineStep } from '../../../contracts/media-requests.ts'
import { stagesOf } from './stages.ts'

const step = (step: Step, minute: number): TimelineStep => ({
  step,
  at: new Date(Date.UTC(2026, 10, 21, 14, minute)).toISOString(),
  by: null,
  source: 'seerr',
  detail: {},
  lagMs: null,
})
const states = (timeline: TimelineStep[], status: 'pending' | 'processing' | 'declined' | 'available'): string[] =>
  stagesOf({ timeline, status }).map(({ state }) => state)

test('what was told is done, the next is now, the rest is ahead', () => {
  expect(states([step('asked', 0), step('sent', 1)], 'pending')).toEqual([
    'done',
    'now',
    'ahead',
    'ahead',
    'ahead',
    'ahead',
    'ahead',
    'ahead',
  ])
})

test('a stage that nobody told of is passed once a later one was', () => {
  expect(states([step('asked', 0), step('approved', 1), step('in-plex', 9)], 'available')).toEqual([
    'done',
    'done',
    'passed',
    'passed',
    'passed',
    'passed',
    'done',
    'now',
  ])
})

test('nothing comes after what was declined', () => {
  const stages = stagesOf({ timeline: [step('asked', 0), step('declined', 1)], status: 'declined' })
  expect(stages.map(({ state }) => state).slice(0, 3)).toEqual(['done', 'never', 'never'])
  expect(stages[0]?.events.map(({ step }) => step)).toEqual(['asked', 'declined'])
})

test('what is no stage belongs to the one that it happened in, in the order of time, and a second grab to the first', () => {
  const stages = stagesOf({
    timeline: [
      step('asked', 0),
      step('grabbed', 6),
      step('approved', 1),
      step('late', 4),
      step('handed-on', 2),
      step('downloading', 7),
      step('grabbed', 8),
    ],
    status: 'processing',
  })
  const eventsOf = (stage: string): string[] | undefined =>
    stages.find((one) => one.stage === stage)?.events.map(({ step }) => step)
  expect(eventsOf('handed-on')).toEqual(['handed-on', 'late'])
  expect(eventsOf('grabbed')).toEqual(['grabbed', 'grabbed'])
  expect(stages.find(({ state }) => state === 'now')?.stage).toBe('downloading')
  expect(stages.find(({ stage }) => stage === 'imported')?.state).toBe('ahead')
})
