import { expect, test } from 'vitest'
import { filtersOf, questionOf, typeMeant } from './filters-of.ts'

test('only known filters are read from the address', () => {
  expect(filtersOf(new URLSearchParams('type=approved&view=dead&key='))).toEqual({ type: 'approved' })
})

test('while somebody types, the only type that fits is meant', () => {
  expect(typeMeant('item-wat')).toEqual({ step: 'complete', value: 'library.item-watched' })
  expect(typeMeant('Approved')).toEqual({ step: 'complete', value: 'approved' })
  expect(typeMeant('nothing-like-it')).toEqual({ step: 'complete', value: 'nothing-like-it' })
  expect(typeMeant(' ')).toEqual({ step: 'complete', value: undefined })
})

test('of several types one has to be chosen', () => {
  expect(typeMeant('webhook-not')).toEqual({
    step: 'choose',
    options: ['library.webhook-not-understood', 'requests.webhook-not-understood'],
  })
})

test('times are asked for in UTC, and what is no time is left out', () => {
  expect(questionOf({ from: '2026-11-21T12:00', to: 'soon' })).toMatchObject({
    from: new Date('2026-11-21T12:00').toISOString(),
    to: undefined,
  })
})
