import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  chooseResolution,
  DAY_MS,
  HOUR_MS,
  KEPT_MS,
  later,
  type Oldest,
  percentage,
  SPAN_MS,
  spanOf,
  worstOf,
} from './spans.ts'
import { pastMoment, rangeOf } from './moments.ts'

const now = new Date('2026-03-10T12:34:56.789Z')
const ago = (ms: number): Date => later(now, -ms)

test('a span begins with the epoch, an hour with the hour of UTC', () => {
  expect(spanOf(now, SPAN_MS).toISOString()).toBe('2026-03-10T12:30:00.000Z')
  expect(spanOf(now, HOUR_MS).toISOString()).toBe('2026-03-10T12:00:00.000Z')
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), fc.constantFrom(SPAN_MS, HOUR_MS), (at, spanMs) => {
      const start = spanOf(at, spanMs)
      expect(start.getTime() <= at.getTime() && at.getTime() < start.getTime() + spanMs).toBe(true)
      expect(spanOf(start, spanMs)).toEqual(start)
    }),
  )
})

const full: Oldest = { raw: ago(KEPT_MS.raw), '5m': ago(KEPT_MS['5m']), '1h': ago(KEPT_MS['1h']) }

test.each([
  ['12 hours at 20 s', 12 * HOUR_MS, 20, 'raw'],
  ['a day at 30 s: 2,880 points', DAY_MS, 30, 'raw'],
  ['a day at 20 s: 4,320 points', DAY_MS, 20, '5m'],
  ['ten days', 10 * DAY_MS, 30, '5m'],
  ['eleven days', 11 * DAY_MS, 30, '1h'],
  ['30 days at an hour each', 30 * DAY_MS, 3600, '5m'],
  ['31 days at an hour each: 5 minutes are gone', 31 * DAY_MS, 3600, '1h'],
  ['two years', 731 * DAY_MS, 30, '1h'],
])('%s', (_what, ms, intervalSeconds, resolution) => {
  expect(chooseResolution({ from: ago(ms), to: now }, intervalSeconds * 1000, full)).toBe(resolution)
})

test('what a resolution does not hold is looked for in a coarser one', () => {
  const choose = (ms: number, oldest: Oldest): string =>
    chooseResolution({ from: ago(ms), to: ago(ms - HOUR_MS) }, 20_000, oldest)
  expect(choose(3 * DAY_MS, full)).toBe('5m')
  // restored from a backup two hours ago
  const restored = { raw: ago(2 * HOUR_MS), '5m': ago(2 * HOUR_MS), '1h': ago(100 * DAY_MS) }
  expect(choose(2 * HOUR_MS, restored)).toBe('raw')
  expect(choose(5 * DAY_MS, restored)).toBe('1h')
  // added ten minutes ago: there is no more anywhere
  const added = { raw: ago(600_000), '5m': ago(600_000), '1h': spanOf(ago(600_000), HOUR_MS) }
  expect(choose(HOUR_MS, added)).toBe('raw')
  expect(choose(HOUR_MS, { raw: null, '5m': null, '1h': null })).toBe('raw')
})

test('a percentage is never 100 after a failure, never 0 by rounding up, and null without checks', () => {
  expect(percentage(0, 0)).toBeNull()
  expect(percentage(1_576_799, 1_576_800)).toBe(99.99)
  expect(percentage(29, 100)).toBe(29)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7_000_000 }), fc.nat(7_000_000), (checks, failed) => {
      const share = percentage(Math.max(0, checks - failed), checks)!
      expect(share).toBeGreaterThanOrEqual(0)
      expect(share === 100).toBe(failed === 0)
      expect(share).toBeLessThanOrEqual((Math.max(0, checks - failed) / checks) * 100 + 1e-9)
    }),
  )
})

test('a span is as bad as its worst check; what is excluded says nothing', () => {
  const counts = { checks: 3, good: 3, degraded: 0, excluded: 0 }
  expect(worstOf(counts)).toBe('online')
  expect(worstOf({ ...counts, degraded: 1 })).toBe('degraded')
  expect(worstOf({ ...counts, good: 2, degraded: 1 })).toBe('offline')
  expect(worstOf({ checks: 0, good: 0, degraded: 0, excluded: 4 })).toBeNull()
})

test('a range is the last day by default, a day begins at midnight UTC, and it does not end before it begins', () => {
  expect(rangeOf({}, DAY_MS, now)).toEqual({ from: ago(DAY_MS), to: now })
  expect(rangeOf({ to: '2026-03-01' }, DAY_MS, now)).toEqual({
    from: new Date('2026-02-28T00:00:00Z'),
    to: new Date('2026-03-01T00:00:00Z'),
  })
  expect(rangeOf({ from: '2026-03-02', to: '2026-03-02' }, DAY_MS, now)).toBe('"from" must be before "to".')
  expect(rangeOf({ from: '2026-03-11' }, DAY_MS, now)).toBe('"from" must lie in the past.')
})

test('a moment that was is given as it is; a clock that is a little ahead is forgiven', () => {
  expect(pastMoment(undefined, now)).toEqual(now)
  expect(pastMoment('2026-03-10T13:34:00+01:00', now)).toEqual(new Date('2026-03-10T12:34:00Z'))
  expect(pastMoment(later(now, 30_000).toISOString(), now)).toEqual(now)
  expect(pastMoment(later(now, 90_000).toISOString(), now)).toBe('"at" must not lie in the future.')
})
