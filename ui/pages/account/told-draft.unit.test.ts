import { expect, test } from 'vitest'
import { type NoticePreferences, SetNoticePreferences } from '../../../contracts/notices.ts'
import { draftOf, inputOf, wrongFrom, wrongIn } from './told-draft.ts'

const mine: NoticePreferences = {
  severities: ['critical'],
  requests: false,
  page: true,
  push: true,
  email: true,
  quiet: { from: '23:00', to: '06:30', exceptCritical: false },
  digestAt: '18:00',
  timezone: 'Asia/Tokyo',
  emailAddress: 'anna@example.test',
  pushBrowsers: 2,
  emailPossible: true,
}

test('what is set comes out of the form as it went in', () => {
  const { pushBrowsers: _, emailPossible: __, ...set } = mine
  const input = inputOf(draftOf(mine, 'Europe/Berlin'))
  expect(input).toEqual(set)
  expect(SetNoticePreferences.schema.safeParse(input).success).toBe(true)
})

test('the zone of the browser counts as long as nothing goes by another', () => {
  expect(draftOf({ ...mine, quiet: null, digestAt: null }, 'Europe/Berlin').timezone).toBe('Europe/Berlin')
  expect(draftOf({ ...mine, quiet: null }, 'Europe/Berlin').timezone).toBe('Asia/Tokyo')
})

test('times that are switched off are not sent and not judged', () => {
  const draft = { ...draftOf(mine, 'UTC'), quiet: false, digest: false, from: '', digestAt: '' }
  expect(wrongIn(draft)).toEqual({})
  expect(inputOf(draft)).toMatchObject({ quiet: null, digestAt: null })
})

test('what is missing is said at its field', () => {
  const draft = draftOf(mine, 'UTC')
  expect(Object.keys(wrongIn({ ...draft, emailAddress: '' }))).toEqual(['emailAddress'])
  expect(Object.keys(wrongIn({ ...draft, email: false, emailAddress: 'anna' }))).toEqual(['emailAddress'])
  expect(Object.keys(wrongIn({ ...draft, from: '', digestAt: '25:00' }))).toEqual(['from', 'digestAt'])
  expect(Object.keys(wrongIn({ ...draft, to: draft.from }))).toEqual(['to'])
  expect(wrongFrom([{ path: 'quiet.to', message: 'No' }])).toEqual({ to: 'No' })
})
