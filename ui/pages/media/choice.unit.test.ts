import { expect, test } from 'vitest'
import type { MediaDetails, Season } from '../../../contracts/media.ts'
import { askedAlready, inputOf, missingOf, usualOf } from './choice.ts'

const season = (number: number, more: Partial<Season> = {}): Season => ({
  number,
  name: null,
  episodes: 10,
  airDate: null,
  available: 'no',
  requested: false,
  ...more,
})
const details = (more: Partial<MediaDetails>): MediaDetails =>
  ({
    mediaType: 'movie',
    id: 1,
    available: 'no',
    available4k: 'no',
    requests: [],
    seasons: [],
    blocklisted: false,
    ...more,
  }) as MediaDetails

test('what is not here whole and nobody asked for can be chosen, and specials are not chosen by themselves', () => {
  const seasons = [
    season(0),
    season(1, { available: 'yes' }),
    season(2, { available: 'partly' }),
    season(3, { requested: true }),
    season(4),
  ]
  expect(missingOf(seasons)).toEqual([0, 2, 4])
  expect(usualOf(seasons)).toEqual([2, 4])
  expect(usualOf([season(0), season(1, { available: 'yes' })])).toEqual([])
})

test('a film is asked for once in each quality', () => {
  const open = { id: 'r', status: 'pending', is4k: false, mine: false } as const
  expect(askedAlready(details({}), false)).toBeUndefined()
  expect(askedAlready(details({ requests: [open] }), false)).toBe('running')
  expect(askedAlready(details({ requests: [open] }), true)).toBeUndefined()
  expect(askedAlready(details({ requests: [{ ...open, status: 'declined' }] }), false)).toBeUndefined()
  expect(askedAlready(details({ available: 'yes' }), false)).toBe('there')
  expect(askedAlready(details({ available: 'yes' }), true)).toBeUndefined()
  expect(askedAlready(details({ blocklisted: true }), false)).toBe('blocklisted')
})

test('of a series it counts what each season says', () => {
  const series = (seasons: Season[]): MediaDetails => details({ mediaType: 'tv', seasons })
  expect(askedAlready(series([season(1, { available: 'yes' })]), false)).toBe('there')
  expect(askedAlready(series([season(1, { available: 'yes' }), season(2, { requested: true })]), false)).toBe('running')
  expect(askedAlready(series([season(1, { available: 'yes' }), season(2)]), false)).toBeUndefined()
  // while nobody knows its seasons all of them are asked for at once
  const open = { id: 'r', status: 'waiting', is4k: false, mine: true } as const
  expect(askedAlready({ ...series([]), requests: [open] }, false)).toBe('running')
  expect(askedAlready(series([]), false)).toBeUndefined()
})

test('what is asked holds only what belongs to its kind', () => {
  expect(inputOf({ mediaType: 'movie', id: 7 }, [], true)).toEqual({ mediaType: 'movie', tmdbId: 7, is4k: true })
  expect(inputOf({ mediaType: 'tv', id: 7 }, [10, 2], false)).toEqual({
    mediaType: 'tv',
    tmdbId: 7,
    is4k: false,
    seasons: [2, 10],
  })
  expect(inputOf({ mediaType: 'tv', id: 7 }, [], false)).toEqual({ mediaType: 'tv', tmdbId: 7, is4k: false })
  expect(inputOf({ mediaType: 'music', id: 'f1' }, [], false)).toEqual({ mediaType: 'music', mbid: 'f1' })
})
