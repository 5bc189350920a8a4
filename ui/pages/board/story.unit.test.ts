import { expect, test } from 'vitest'
import { badSpans, standingAt, troubleBeside } from './story.ts'

const at = (minute: number): string => new Date(minute * 60_000).toISOString()
const point = (minute: number, offline: number, degraded = 0) => ({
  at: at(minute),
  online: 9 - offline - degraded,
  offline,
  degraded,
  unknown: 0,
})
const M = 60_000
const story = [point(-10, 1), point(10, 0), point(40, 0, 1), point(50, 2), point(52, 1), point(60, 0), point(90, 1)]

test('a span lasts until the next change, and the axis cuts it off', () => {
  expect(badSpans(story, 0, 100 * M, 1000)).toEqual([
    { from: 0, to: 10 * M, offline: 1, degraded: 0 },
    { from: 40 * M, to: 50 * M, offline: 0, degraded: 1 },
    { from: 50 * M, to: 60 * M, offline: 2, degraded: 0 },
    { from: 90 * M, to: 100 * M, offline: 1, degraded: 0 },
  ])
})

test('what the eye cannot part is one span', () => {
  const flapping = Array.from({ length: 100 }, (_, n) => point(n, n % 2))
  expect(badSpans(flapping, 0, 100 * M, 50)).toHaveLength(1)
  expect(badSpans(flapping, 0, 100 * M, 1000)).toHaveLength(50)
})

test('nothing is known before the story begins', () => {
  expect(standingAt(story, -11 * M)).toBeUndefined()
  expect(standingAt(story, 51 * M)?.offline).toBe(2)
  expect(badSpans([], 0, 100, 10)).toEqual([])
})

test('leads to the trouble before and after', () => {
  const spans = badSpans(story, 0, 100 * M, 1000)
  expect([troubleBeside(spans, 55 * M, -1), troubleBeside(spans, 55 * M, 1)]).toEqual([50 * M, 90 * M])
  expect([troubleBeside(spans, 0, -1), troubleBeside(spans, 95 * M, 1)]).toEqual([undefined, undefined])
})
