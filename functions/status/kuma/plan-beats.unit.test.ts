import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KumaBeat } from '../../../contracts/kuma.ts'
import { type Known, planBeats } from './plan-beats.ts'

const NOW = new Date('2026-03-10T12:00:00Z')
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000)
const beat = (
  seconds: number,
  status: KumaBeat['status'],
  from: KumaBeat['from'] = 'list',
  responseTimeMs: number | null = status === 'online' ? 1 : null,
): KumaBeat => ({ id: '1', at: ago(seconds).toISOString(), status, responseTimeMs, error: null, from })

const FIRST: Known = { status: 'unknown', lastCheckAt: null, sourceAt: null }
const known = (status: Known['status'], seconds: number): Known => ({
  status,
  lastCheckAt: ago(seconds),
  sourceAt: ago(seconds),
})
const counted = (of: Known, beats: KumaBeat[]) =>
  planBeats(of, beats, NOW).counted.map(({ at, beat: { status } }) => [(+NOW - +at) / 1000, status])

test('of a monitor that is new, what was over before is history', () => {
  const beats = [beat(50, 'online'), beat(40, 'offline'), beat(30, 'online'), beat(20, 'online'), beat(10, 'online')]
  expect(counted(FIRST, beats)).toEqual([
    [30, 'online'],
    [10, 'online'],
  ])
  expect(planBeats(FIRST, beats, NOW).past.map(({ status }) => status)).toEqual(['online', 'offline', 'online'])
})

test('what was missed counts with every change, and what is known does not count again', () => {
  const beats = [beat(60, 'offline'), beat(50, 'online'), beat(40, 'offline'), beat(30, 'offline'), beat(20, 'online')]
  expect(counted(known('online', 60), beats)).toEqual([
    [40, 'offline'],
    [20, 'online'],
  ])
  expect(counted(known('online', 20), beats)).toEqual([])
})

test('a list that is older than a check of ours fills history; what is live counts all the same', () => {
  const after: Known = { status: 'offline', lastCheckAt: ago(5), sourceAt: ago(100) }
  const { past, counted: none } = planBeats(after, [beat(50, 'offline'), beat(30, 'online')], NOW)
  expect([past.length, none.length]).toEqual([2, 0])
  const live = planBeats(after, [beat(6, 'online', 'live')], NOW)
  expect(live.counted.map(({ at }) => +at)).toEqual([+ago(5) + 1])
})

test('a clock that is ahead over there puts nothing into the future', () => {
  const plan = planBeats(known('online', 60), [beat(-300, 'offline', 'live')], NOW)
  expect(plan.counted[0]?.at).toEqual(NOW)
  // by its own clock it is known from now on
  expect(plan.sourceAt).toEqual(ago(-300))
})

test('maintenance is recorded beside the state', () => {
  const plan = planBeats(known('online', 60), [beat(40, 'maintenance'), beat(20, 'maintenance')], NOW)
  expect(plan).toMatchObject({ maintenance: true, counted: [] })
  expect(plan.past.map(({ status, excluded }) => [status, excluded])).toEqual([
    ['online', true],
    ['online', true],
  ])
  expect(planBeats(known('online', 60), [beat(40, 'maintenance'), beat(20, 'offline')], NOW)).toMatchObject({
    maintenance: false,
  })
})

test('however beats are cut into messages, and however often they come, the changes are the same', () => {
  const states = fc.array(fc.constantFrom<KumaBeat['status']>('online', 'offline', 'maintenance'), {
    minLength: 1,
    maxLength: 40,
  })
  fc.assert(
    fc.property(states, fc.array(fc.nat(40), { maxLength: 5 }), (script, cuts) => {
      const beats = script.map((status, i) => beat(1000 - 10 * i, status))
      const expected = beats
        .map(({ status }) => status)
        .filter((status) => status !== 'maintenance')
        .filter((status, i, all) => status !== (i === 0 ? 'online' : all[i - 1]))
      let stands: Known = known('online', 2000)
      const changes: string[] = []
      for (const end of [...cuts.toSorted((a, b) => a - b), beats.length]) {
        // everything up to there again, as a list has it
        const plan = planBeats(stands, beats.slice(0, end), NOW)
        for (const one of plan.counted) {
          if (one.beat.status === stands.status) continue
          changes.push(one.beat.status)
          stands = { ...stands, status: one.beat.status as Known['status'] }
        }
        const last = [...plan.past, ...plan.counted].map(({ at }) => +at)
        stands = {
          ...stands,
          sourceAt: plan.sourceAt,
          lastCheckAt: last.length > 0 ? new Date(Math.max(...last)) : stands.lastCheckAt,
        }
      }
      expect(changes).toEqual(expected)
    }),
  )
})
