import { expect, test } from 'vitest'
import { sparkline } from './sparkline.ts'

test('nothing measured draws nothing', () => {
  expect(sparkline([], 100, 40)).toEqual({
    line: '',
    area: '',
    failures: [],
    last: undefined,
    low: undefined,
    high: undefined,
  })
})

test('the line goes from edge to edge over a ground of zero', () => {
  const { line, area, last, low, high } = sparkline([10, 20, 10], 100, 46)
  expect(line).toBe('M0 26L50 6L100 26')
  expect(area).toBe('M0 46L0 26L50 6L100 26L100 46Z')
  expect(last).toEqual({ x: 100, y: 26 })
  expect([low, high]).toEqual([10, 20])
})

test('a failed check breaks the line and is marked', () => {
  const { line, failures, last } = sparkline([10, null, 10, 10, null], 100, 40)
  expect(line.match(/M/g)).toHaveLength(2)
  expect(failures).toEqual([25, 100])
  expect(last).toBeUndefined()
})

test('a lone value stands in the middle as a dot', () => {
  expect(sparkline([5], 100, 40).line).toMatch(/^M50 (\S+)L50 \1$/)
})

test('all failed has marks and no line', () => {
  const { line, failures, high } = sparkline([null, null], 100, 40)
  expect({ line, failures, high }).toEqual({ line: '', failures: [0, 100], high: undefined })
})
