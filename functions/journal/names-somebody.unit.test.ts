import { expect, it } from 'vitest'
import { namesSomebody } from './names-somebody.ts'

const body = JSON.stringify({
  notification_type: 'MEDIA_PENDING',
  request: { requestedBy_username: 'Anna-Lena', requestedBy_email: 'al@example.test', id: 7 },
  message: 'Requested by anna-lena, for her brother Bo.',
  Account: { id: 4711, title: 'annalena' },
})

it.each([
  [['anna-lena'], true],
  [['AL@EXAMPLE.TEST'], true],
  [['4711'], true],
  [['annalena'], true],
  // a part of a longer word is somebody else
  [['anna'], true],
  [['lena'], true],
  [['nalena'], false],
  // short ones count as the whole text only
  [['bo'], false],
  [['(.*)'], false],
  [['', '  '], false],
  [[], false],
])('knows whether %j is in it: %s', (names, expected) => {
  expect(namesSomebody(body, names)).toBe(expected)
})

it('looks into what is no JSON as well', () => {
  expect(namesSomebody('from anna with love', ['anna'])).toBe(true)
  expect(namesSomebody('annabel', ['anna'])).toBe(false)
})
