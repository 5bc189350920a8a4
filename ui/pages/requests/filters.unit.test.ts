import { expect, test } from 'vitest'
import { filtersOf, questionOf } from './filters.ts'

test('the address holds the filters, and the route is asked only what was chosen', () => {
  const filters = filtersOf(new URLSearchParams('filter=pending&type=tv&whose=mine&sort=&other=1'))
  expect(filters).toEqual({ filter: 'pending', type: 'tv', whose: 'mine' })
  expect(questionOf(filters)).toEqual({ filter: 'pending', type: 'tv', mine: 'true' })
  expect(questionOf({})).toEqual({})
})
