import { expect, it } from 'vitest'
import { clock, spell } from './words.ts'

it('writes a time as people read it, to the minute', () => {
  expect(clock('2026-11-21T23:37:03.290Z')).toBe('2026-11-21 23:37 UTC')
  expect(clock('2026-11-22T00:37:03+01:00')).toBe('2026-11-21 23:37 UTC')
})

it('spells a length in at most two units', () => {
  expect([45_000, 720_000, 11_100_000, 187_200_000, -5].map(spell)).toEqual([
    '45 s',
    '12 min',
    '3 h 5 min',
    '2 d 4 h',
    '0 s',
  ])
})
