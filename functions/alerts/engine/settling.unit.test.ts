import { expect, it } from 'vitest'
import { Settling } from './settling.ts'

it('is one wait for all that was made before it began, and another for what was made later', () => {
  const settling = new Settling(3000)
  const waits = (made: number, now: number) => settling.waits(new Date(made), 1_000_000 + now, now)
  expect(waits(10, 0)).toBe(3000)
  expect(waits(20, 2000)).toBe(1000)
  // made in between: what it may have to wait for was perhaps not under way then
  expect(waits(1_001_000, 2000)).toBe(3000)
  expect(waits(10, 3000)).toBeNull()
  expect(waits(1_001_000, 3000)).toBe(2000)
  expect(waits(1_001_000, 5000)).toBeNull()
  // seen for the first time only now, and made before
  expect(waits(30, 60_000)).toBeNull()
  expect(waits(1_050_000, 60_000)).toBe(3000)
})
