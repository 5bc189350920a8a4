import { expect, test } from 'vitest'
import { filtersOf, isNarrowed, questionOf, sortOf, usualOrder } from './filters.ts'

test('an address becomes a question, and what says nothing is left out', () => {
  const filters = filtersOf(new URLSearchParams('search=dune&year=&unwatched=yes&sort=added&at=2026'))
  expect(filters).toEqual({ search: 'dune', unwatched: 'yes', sort: 'added' })
  expect(questionOf(filters)).toEqual({ sort: 'added', search: 'dune', unwatched: 'true' })
})

test('without any it is by title from A, and of all else the most comes first', () => {
  expect(questionOf({})).toEqual({ sort: 'title' })
  expect(sortOf({ sort: 'colour' })).toBe('title')
  expect(usualOrder('title')).toBe('asc')
  expect(usualOrder('rating')).toBe('desc')
})

test('an order narrows nothing', () => {
  expect(isNarrowed({ sort: 'year', order: 'asc' })).toBe(false)
  expect(isNarrowed({ sort: 'year', letter: 'B' })).toBe(true)
})
