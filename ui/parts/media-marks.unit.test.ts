import { expect, test } from 'vitest'
import { marksOf, type Marked } from './media-marks.ts'

const none: Marked = { available: 'no', available4k: 'no', request: null, blocklisted: false }
const request = (status: NonNullable<Marked['request']>['status'], mine: boolean): Marked['request'] => ({
  id: 'a',
  status,
  is4k: false,
  mine,
})

test('a title that nobody has or wants bears no mark', () => {
  expect(marksOf(none)).toEqual([])
})

test('what is here comes before what is under way, and a whole film needs no second mark', () => {
  expect(marksOf({ ...none, available: 'partly', request: request('processing', true) })).toEqual(['partly', 'mine'])
  expect(marksOf({ ...none, available: 'yes', request: request('available', true) })).toEqual(['available'])
  expect(marksOf({ ...none, available4k: 'yes' })).toEqual(['available'])
})

test('what waits says for what, whoever asked', () => {
  expect(marksOf({ ...none, request: request('pending', false) })).toEqual(['pending'])
  expect(marksOf({ ...none, request: request('waiting', true) })).toEqual(['waiting'])
  expect(marksOf({ ...none, request: request('processing', false) })).toEqual(['others'])
})

test('what is not wanted says so before anything that was asked', () => {
  expect(marksOf({ ...none, blocklisted: true, request: request('pending', true) })).toEqual(['blocklisted'])
})
