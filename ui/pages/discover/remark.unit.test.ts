import { expect, test } from 'vitest'
import type { MediaSummary } from '../../../contracts/media.ts'
import { type Moved, remark } from './remark.ts'

const dune: MediaSummary = {
  mediaType: 'movie',
  id: 438631,
  title: 'Dune',
  artist: null,
  year: 2021,
  overview: null,
  posterId: null,
  vote: null,
  available: 'no',
  available4k: 'no',
  request: null,
  blocklisted: false,
}
const moved = (more: Partial<Moved>): Moved => ({
  requestId: 'r',
  version: 1,
  userId: 'me',
  step: 'asked',
  status: 'pending',
  previousStatus: null,
  at: '2026-11-21T12:00:00.000Z',
  source: 'portal',
  mediaType: 'movie',
  mediaId: '438631',
  title: 'Dune',
  is4k: false,
  seasons: [],
  seerrId: null,
  byUserId: null,
  words: null,
  detail: {},
  ...more,
})

test('a request that was just made is marked as mine', () => {
  expect(remark([dune], moved({}), 'me')[0]?.request).toEqual({ id: 'r', status: 'pending', is4k: false, mine: true })
  expect(remark([dune], moved({}), 'you')[0]?.request?.mine).toBe(false)
})

test('what arrived is in the library, in the quality that was asked for', () => {
  const asked = remark([dune], moved({}), 'me')
  expect(remark(asked, moved({ status: 'available' }), 'me')[0]).toMatchObject({ available: 'yes', request: null })
  expect(remark(asked, moved({ status: 'available', is4k: true }), 'me')[0]).toMatchObject({
    available: 'no',
    available4k: 'yes',
  })
})

test('the end of another request leaves the newest one, and other titles stay as they are', () => {
  const asked = remark([dune], moved({}), 'me')
  expect(remark(asked, moved({ requestId: 'other', status: 'declined' }), 'me')[0]?.request?.id).toBe('r')
  expect(remark(asked, moved({ status: 'declined' }), 'me')[0]?.request).toBeNull()
  expect(remark([dune], moved({ mediaId: '1' }), 'me')).toEqual([dune])
})
