import { expect, test } from 'vitest'
import type { HistoryPoint } from '../../../contracts/history.ts'
import { outagesOf, rowsOf } from './rows.ts'

const NOON = new Date(2026, 10, 21, 12).getTime()
const M = 60_000
const point = (minute: number, status: HistoryPoint['status'], more: Partial<HistoryPoint> = {}): HistoryPoint => ({
  at: new Date(NOON + minute * M).toISOString(),
  status,
  checks: status === null ? 0 : 10,
  good: status === 'online' ? 10 : 5,
  degraded: 0,
  excluded: status === null ? 10 : 0,
  avgMs: status === 'offline' ? null : 20,
  minMs: 10,
  maxMs: 40,
  error: null,
  ...more,
})

test('a day is told by the hour, the newest first, with its worst', () => {
  const points = [
    point(0, 'online'),
    point(30, 'offline', { maxMs: null }),
    point(70, 'degraded', { avgMs: 80, good: 20, maxMs: 900 }),
    point(80, 'online'),
  ]
  expect(rowsOf(points, 'day')).toEqual([
    { from: NOON + 60 * M, checks: 20, good: 30, averageMs: 60, slowestMs: 900, status: 'degraded' },
    { from: NOON, checks: 20, good: 15, averageMs: 20, slowestMs: 40, status: 'offline' },
  ])
})

test('longer spans have longer lines, and none is longer than a screen', () => {
  const hours = Array.from({ length: 720 }, (_, hour) => point(hour * 60, 'online'))
  expect(rowsOf(hours, 'month').length).toBeLessThanOrEqual(31)
  expect(rowsOf(hours.slice(0, 168), 'week').length).toBeLessThanOrEqual(30)
  expect(rowsOf(hours, 'years').length).toBeLessThanOrEqual(2)
})

test('only maintenance is neither good nor bad', () => {
  expect(rowsOf([point(0, null, { good: 0, avgMs: null, maxMs: null })], 'day')[0]).toMatchObject({
    checks: 0,
    status: null,
    averageMs: null,
    slowestMs: null,
  })
})

test('trouble that goes on is one span, and ends with the next point', () => {
  const points = [
    point(0, 'online'),
    point(5, 'offline'),
    point(10, 'offline'),
    point(15, 'degraded'),
    point(20, 'online'),
    point(25, null),
    point(30, 'offline'),
  ]
  const at = (minute: number): number => NOON + minute * M
  expect(outagesOf(points, at(35))).toEqual([
    { from: at(5), to: at(15), status: 'offline' },
    { from: at(15), to: at(20), status: 'degraded' },
    { from: at(25), to: at(30), status: 'maintenance' },
    { from: at(30), to: at(35), status: 'offline' },
  ])
})
