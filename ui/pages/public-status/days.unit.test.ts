import { expect, test } from 'vitest'
import { barsOf, levelOf } from './days.ts'

test('there are ninety bars, and the newest day is the last', () => {
  const day = { day: '2026-11-21', uptimePercentage: 100 }
  expect(barsOf([])).toHaveLength(90)
  expect(barsOf([day]).at(-1)).toBe(day)
  expect(barsOf([day])[0]).toBeUndefined()
  expect(barsOf(Array.from({ length: 95 }, () => day))).toHaveLength(90)
})

test.each([
  [null, 'none'],
  [100, 'good'],
  [99.99, 'some'],
  [99, 'some'],
  [98.9, 'bad'],
  [0, 'bad'],
])('a day with %s %% is drawn as %s', (uptime, level) => {
  expect(levelOf(uptime)).toBe(level)
})
