import { expect, test } from 'vitest'
import { dayName, duration, relativeTime, roughDuration } from './time.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const S = 1000
const M = 60 * S
const H = 60 * M
const D = 24 * H

test.each([
  [0, 'just now'],
  [44 * S, 'just now'],
  [-30 * S, 'just now'],
  [50 * S, '1 minute ago'],
  [12 * M, '12 minutes ago'],
  [59 * M, '59 minutes ago'],
  [90 * M, '1 hour ago'],
  [3 * D, '3 days ago'],
  [8 * D, '1 week ago'],
  [400 * D, '1 year ago'],
  [-2 * H, 'in 2 hours'],
])('%i ms back is "%s"', (back, words) => {
  expect(relativeTime(NOW - back, NOW)).toBe(words)
})

test.each([
  [-5, '0 ms'],
  [38, '38 ms'],
  [1449, '1.4 s'],
  [9999, '9.9 s'],
  [59_999, '59 s'],
  [125 * S, '2 min 5 s'],
  [2 * M, '2 min'],
  [3 * D + 4 * H + 5 * M, '3 d 4 h'],
  [3 * D + 5 * M, '3 d'],
])('%i ms last "%s"', (ms, words) => {
  expect(duration(ms)).toBe(words)
})

test('a state lasts in one unit', () => {
  expect(roughDuration(14 * M + 19 * S)).toBe('14 min')
  expect(roughDuration(400)).toBe('0 s')
})

test('days near by have names', () => {
  expect(dayName(NOW, NOW)).toBe('Today')
  expect(dayName(NOW - D, NOW)).toBe('Yesterday')
  expect(dayName(NOW - 5 * D, NOW)).toMatch(/Monday/)
})
