import { expect, test } from 'vitest'
import { completedType, filtersOf, questionOf } from './filters-of.ts'

test('only known filters are read from the address', () => {
  expect(filtersOf(new URLSearchParams('type=approved&view=dead&key='))).toEqual({ type: 'approved' })
})

test('while somebody types, the only type that fits is meant', () => {
  expect(completedType('appro')).toBe('requests.approved')
  expect(completedType('Approved')).toBe('approved')
  expect(completedType('issue')).toBe('issue')
  expect(completedType('nothing-like-it')).toBe('nothing-like-it')
})

test('times are asked for in UTC, and what is no time is left out', () => {
  expect(questionOf({ from: '2026-11-21T12:00', to: 'soon' })).toMatchObject({
    from: new Date('2026-11-21T12:00').toISOString(),
    to: undefined,
  })
})
