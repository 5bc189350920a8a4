import { expect, test } from 'vitest'
import { splitForBar } from './bar.ts'

test('what fits stands in the bar, without anything behind it', () => {
  expect(splitForBar([1, 2, 3, 4, 5])).toEqual({ first: [1, 2, 3, 4, 5], rest: [] })
  expect(splitForBar([])).toEqual({ first: [], rest: [] })
})

test('what does not fit goes behind one entry more, and the bar stays as long', () => {
  expect(splitForBar([1, 2, 3, 4, 5, 6])).toEqual({ first: [1, 2, 3, 4], rest: [5, 6] })
})
