import { expect, test } from 'vitest'
import type { DataOf } from '../../../contracts/define.ts'
import type { RequestMoved } from '../../../contracts/media-requests.ts'
import { factOf, isNews, requestWords } from './words.ts'

const moved = (part: Partial<DataOf<typeof RequestMoved>>): DataOf<typeof RequestMoved> => ({
  requestId: '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11',
  version: 2,
  userId: null,
  step: 'asked',
  status: 'processing',
  previousStatus: null,
  at: '2026-01-02T03:04:05.000Z',
  source: 'seerr',
  mediaType: 'tv',
  mediaId: '1',
  title: 'The Long Tide',
  is4k: false,
  seasons: [],
  seerrId: 1,
  byUserId: null,
  words: null,
  detail: {},
  ...part,
})

test('what came to be available is told, by whichever step it was seen', () => {
  expect(factOf(moved({ step: 'in-plex', status: 'available', previousStatus: 'processing' }))).toBe('available')
  expect(factOf(moved({ step: 'imported', status: 'available', previousStatus: 'processing' }))).toBe('available')
  expect(factOf(moved({ step: 'watched', status: 'available' }))).toBe(null)
})

test('steps on the way are not told', () => {
  for (const step of ['handed-on', 'grabbed', 'downloading', 'imported', 'late', 'on-time', 'retried'] as const)
    expect(factOf(moved({ step }))).toBe(null)
})

test('a fact is told once, and again only after its contrary', () => {
  expect(isNews('approved', [])).toBe(true)
  expect(isNews('approved', ['approved', 'failed'])).toBe(false)
  expect(isNews('failed', ['approved', 'failed'])).toBe(false)
  expect(isNews('approved', ['approved', 'declined'])).toBe(true)
  expect(isNews('declined', ['approved', 'declined', 'approved'])).toBe(true)
  expect(isNews('available', ['available'])).toBe(false)
  expect(isNews('available', ['available', 'removed'])).toBe(true)
})

test('the words name seasons, quality and the reason', () => {
  expect(
    requestWords('declined', moved({ seasons: [1, 2], is4k: true, detail: { reason: 'Too long.' } })),
  ).toMatchObject({
    title: 'Declined: The Long Tide (seasons 1, 2, 4K)',
    text: 'The reason: Too long.',
  })
  expect(requestWords('available', moved({ title: null, mediaType: 'movie' })).title).toBe('In Plex: A film')
})
