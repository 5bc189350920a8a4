import { expect, it } from 'vitest'
import { waitsFor } from './patience.ts'

it('looks again soon at first, then more seldom, and gives up in time, counted from the first look', () => {
  expect(waitsFor('a', 30_000, 1000)).toBe(100)
  expect(waitsFor('a', 30_000, 1400)).toBe(400)
  expect(waitsFor('a', 30_000, 9000)).toBe(1000)
  expect(waitsFor('b', 30_000, 31_000)).toBe(100)
  expect(waitsFor('a', 30_000, 31_000)).toBeNull()
})
