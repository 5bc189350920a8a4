import { expect, test } from 'vitest'
import { heldBack, ticksOf } from './ticks.ts'

const at = (hour: number): string => new Date(Date.UTC(2026, 2, 1, hour)).toISOString()
const [from, to] = [Date.parse(at(0)), Date.parse(at(10))]
const firing = (raised: number, resolved: number | null, suppressedBy: 'parent' | 'maintenance' | null = null) => ({
  raisedAt: at(raised),
  resolvedAt: resolved === null ? null : at(resolved),
  suppressedBy,
})

test('a firing stands where it happened, as long as it lasted, and can be seen however short it was', () => {
  expect(ticksOf([firing(2, 4), firing(9, null), firing(5, 5)], from, to, 1000)).toEqual([
    { x: 200, width: 200, held: false },
    { x: 900, width: 100, held: false },
    { x: 500, width: 4, held: false },
  ])
})

test('what began before the line begins with it, and the last moment stays on it', () => {
  expect(ticksOf([firing(-3, 1), firing(10, null)], from, to, 1000)).toEqual([
    { x: 0, width: 100, held: false },
    { x: 996, width: 4, held: false },
  ])
})

test('what was held back is counted by its reason', () => {
  expect(heldBack([firing(1, 2), firing(1, 2, 'parent'), firing(3, 4, 'parent'), firing(5, 6, 'maintenance')])).toEqual(
    {
      parent: 2,
      maintenance: 1,
    },
  )
})
