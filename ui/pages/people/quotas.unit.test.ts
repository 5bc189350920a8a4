import { expect, test } from 'vitest'
import { Quotas } from '../../../contracts/people.ts'
import { draftOf, limitIn } from './quotas.ts'

test.each([
  ['', null],
  ['  ', null],
  ['0', 0],
  [' 25 ', 25],
  ['10000', 10_000],
  ['10001', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['many', undefined],
])('the field "%s" says %s', (field, limit) => {
  expect(limitIn(field)).toBe(limit)
  const taken = Quotas.shape.requestsPerWeek.safeParse(limit)
  expect(taken.success).toBe(limit !== undefined)
})

test('no limit is an empty field, and none at all is not', () => {
  expect(draftOf({ requestsPerWeek: null, downloadsPerHour: 0 })).toEqual({
    requestsPerWeek: '',
    downloadsPerHour: '0',
  })
})
