import { expect, test } from 'vitest'
import { encodeQuery } from './query.ts'
import { SearchPage } from './shapes.ts'
import { tellApart } from './version.ts'

const plain = { movie4kEnabled: false, series4kEnabled: false, enableSpecialEpisodes: false }

test.each([
  ['1.34.0', undefined, 'Overseerr', false, '/imageproxy'],
  ['1.9.2', 2, 'Jellyseerr', false, '/imageproxy'],
  ['2.5.1', 2, 'Jellyseerr', false, '/imageproxy/tmdb'],
  ['2.7.3', 2, 'Jellyseerr', true, '/imageproxy/tmdb'],
  ['3.1.0', 1, 'Seerr', true, '/imageproxy/tmdb'],
  ['develop-0c4d1e', 1, 'Seerr', true, '/imageproxy/tmdb'],
  ['develop-0c4d1e', null, 'Overseerr', false, '/imageproxy'],
] as const)('%s with media server %s is %s', (version, mediaServerType, product, completes, imageProxy) => {
  expect(tellApart(version, { ...plain, mediaServerType })).toMatchObject({ product, completes, imageProxy })
})

test('specials may be asked for in Overseerr, elsewhere where they are switched on', () => {
  expect(tellApart('1.34.0', plain).takesSpecials).toBe(true)
  expect(tellApart('3.1.0', { ...plain, mediaServerType: 1 }).takesSpecials).toBe(false)
  expect(tellApart('3.1.0', { ...plain, mediaServerType: 1, enableSpecialEpisodes: true }).takesSpecials).toBe(true)
})

test('a query is encoded as RFC 3986 has it', () => {
  expect(encodeQuery({ query: "What's (new) + 100%? *!", page: 1, none: undefined })).toBe(
    '?query=What%27s%20%28new%29%20%2B%20100%25%3F%20%2A%21&page=1',
  )
  expect(encodeQuery()).toBe('')
  expect(encodeQuery({ query: 'half \ud800' })).toBe('?query=half%20%EF%BF%BD')
})

test('a page keeps what it understands', () => {
  const results = [
    { id: 1, mediaType: 'movie', title: 'One' },
    { id: 2, mediaType: 'person', name: 'Somebody' },
    { id: 3, mediaType: 'tv' },
    null,
    { id: 4, mediaType: 'tv', name: 'Four', mediaInfo: { id: 9, tmdbId: 4, status: 42, requests: [{ id: 'x' }] } },
  ]
  const page = SearchPage.parse({ page: 1, totalPages: 1, totalResults: 5, results })
  expect(page.results.map(({ id }) => id)).toEqual([1, 4])
  expect(page.results[1]?.mediaInfo).toMatchObject({ status: 42, requests: [], seasons: [] })
})
