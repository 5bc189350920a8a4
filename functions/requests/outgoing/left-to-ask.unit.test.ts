import { describe, expect, test } from 'vitest'
import { MediaInfo } from '../seerr/shapes.ts'
import { leftToAsk, type Wanted } from './left-to-ask.ts'
import { meaningOf } from './words.ts'

const film: Wanted = { mediaType: 'movie', tmdbId: 1, is4k: false, seasons: [] }
const series = (seasons: Wanted['seasons']): Wanted => ({ mediaType: 'tv', tmdbId: 1, is4k: false, seasons })
const SEASONS = [0, 1, 2].map((seasonNumber) => ({ seasonNumber }))
const at = '2026-11-21T14:00:00.000Z'
const asked = (id: number, status: number, seasons: number[] = [], is4k = false) => ({
  id,
  status,
  type: 'tv',
  is4k,
  createdAt: at,
  updatedAt: at,
  seasons: seasons.map((seasonNumber) => ({ seasonNumber })),
  requestedBy: { id: 7 },
})
const info = (more: object) => ({
  mediaInfo: MediaInfo.parse({ id: 1, tmdbId: 1, ...more }),
  seasons: SEASONS as never,
})

describe('a film', () => {
  test.each([
    ['nobody has', {}, { is: 'open' }],
    ['is there', { status: 5 }, { code: 'ALREADY_AVAILABLE' }],
    ['is there in 4K only', { status4k: 5 }, { is: 'open' }],
    ['was taken out again', { status: 7 }, { is: 'open' }],
    ['nobody may ask for', { status: 6 }, { code: 'BLOCKLISTED' }],
    ['somebody asked for', { requests: [asked(3, 1)] }, { code: 'ALREADY_REQUESTED', existing: { seerrId: 3, by: 7 } }],
    ['somebody asked for in 4K', { requests: [asked(3, 1, [], true)] }, { is: 'open' }],
    ['was declined or is over', { requests: [asked(3, 3), asked(4, 5)] }, { is: 'open' }],
  ])('that %s', (_what, media, left) => {
    expect(leftToAsk(film, info(media), false)).toMatchObject(left)
  })
})

describe('of a series', () => {
  test.each([
    ['all', 'all', {}, false, { seasons: [1, 2] }],
    ['specials where they are taken', [0, 1], {}, true, { seasons: [0, 1] }],
    ['specials where they are not', [0, 1], {}, false, { seasons: [1] }],
    ['specials only, where they are not', [0], {}, false, { code: 'INVALID' }],
    ['what there is not', [1, 9], {}, false, { code: 'INVALID', message: 'This series has no season 9.' }],
    ['what is left', 'all', { seasons: [{ seasonNumber: 1, status: 5 }] }, false, { seasons: [2] }],
    ['what is there', [1], { seasons: [{ seasonNumber: 1, status: 5 }] }, false, { code: 'ALREADY_AVAILABLE' }],
    ['what one request has', [1, 2], { requests: [asked(3, 2, [1, 2])] }, false, { code: 'ALREADY_REQUESTED' }],
    [
      'what is partly there and partly asked for',
      'all',
      { seasons: [{ seasonNumber: 1, status: 5 }], requests: [asked(3, 2, [2])] },
      false,
      { code: 'NO_SEASONS_LEFT' },
    ],
  ] as const)('%s', (_what, seasons, media, takesSpecials, left) => {
    expect(leftToAsk(series(seasons), info(media), takesSpecials)).toMatchObject(left)
  })
})

test.each([
  [202, { message: 'No seasons available to request' }, { code: 'NO_SEASONS_LEFT' }],
  [403, { message: 'Movie Quota exceeded.' }, { code: 'QUOTA_EXCEEDED' }],
  [403, { message: 'Series Quota exceeded.' }, { code: 'QUOTA_EXCEEDED' }],
  [403, { message: 'This media is blocklisted.' }, { code: 'BLOCKLISTED' }],
  [403, { message: 'This media is blacklisted.' }, { code: 'BLOCKLISTED' }],
  [403, { message: 'You do not have permission to make 4K movie requests.' }, { code: 'FORBIDDEN' }],
  [403, { status: 403, error: 'You do not have permission to access this endpoint' }, { is: 'nobody' }],
  [403, { message: 'invalid csrf token' }, { is: 'waiting', on: 'Seerr' }],
  [409, { message: 'Request for this media already exists.' }, { code: 'ALREADY_REQUESTED' }],
  [404, { message: 'Request not found.' }, { is: 'gone' }],
  [
    500,
    { message: '[TMDB] Failed to fetch movie details: Request failed with status code 404' },
    { code: 'NOT_FOUND' },
  ],
  [500, { message: '[TMDB] Failed to fetch movie details: getaddrinfo ENOTFOUND' }, { is: 'waiting', on: 'TMDB' }],
  [500, { message: 'SQLITE_BUSY' }, { is: 'waiting', on: 'Seerr', reason: 'SQLITE_BUSY', mayHaveArrived: true }],
  [201, { odd: true }, { is: 'waiting', mayHaveArrived: true }],
])('%i %j', (status, data, meaning) => {
  expect(meaningOf({ status, data })).toMatchObject(meaning)
})
