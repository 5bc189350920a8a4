import { describe, expect, it } from 'vitest'
import { Items, Metadata } from './shapes.ts'
import { idsOf, sought, toItem } from './to-item.ts'

const read = (value: object) => Metadata.parse(value)
const item = (value: object) => toItem(read({ ratingKey: 7, type: 'movie', title: 'x', ...value }), '1')

describe('an item of Plex', () => {
  it('is read whichever of text, number and truth stands there, and when a list is absent', () => {
    const { MediaContainer } = Items.parse({ MediaContainer: { size: '0' } })
    expect(MediaContainer.Metadata).toEqual([])
    expect(item({ ratingKey: '7', year: '1972', duration: '600000', addedAt: '1700000000' })).toMatchObject({
      rating_key: '7',
      year: 1972,
      duration_ms: 600_000,
      added_at: '2023-11-14T22:13:20.000Z',
    })
    expect(item({ year: 'soon', addedAt: {}, Genre: 'Drama', Guid: [null, { id: 3 }] })).toMatchObject({
      year: null,
      added_at: null,
      genres: [],
      tmdb_id: null,
    })
  })

  it.each([
    ['The Élan', 'elan', 'E'],
    ['Örebro', 'orebro', 'O'],
    ['Øre & Søn', 'ore & son', 'O'],
    ['Æon', 'aeon', 'A'],
    ['12 Lamps', '12 lamps', '#'],
    ['Аэлита', 'аэлита', '#'],
  ])('%s is filed under %s, %s', (title, sort_title, letter) => {
    expect(item({ title })).toMatchObject({ sort_title, letter })
  })

  it('is filed as Plex says where it says so', () => {
    expect(item({ title: 'The Élan', titleSort: 'Zebra' })).toMatchObject({ sort_title: 'zebra', letter: 'Z' })
  })

  it('is none when it is a photo, a clip, or has no key that can be shown', () => {
    expect(item({ type: 'photo' })).toBeNull()
    expect(item({ type: 'clip' })).toBeNull()
    expect(item({ ratingKey: '../1' })).toBeNull()
    expect(item({ ratingKey: undefined })).toBeNull()
  })
})

describe('ids of other catalogues', () => {
  it.each([
    ['com.plexapp.agents.imdb://tt0078748?lang=en', 'movie', { imdb_id: 'tt0078748' }],
    ['com.plexapp.agents.themoviedb://550?lang=en', 'movie', { tmdb_id: 550 }],
    ['com.plexapp.agents.thetvdb://73255?lang=en', 'show', { tvdb_id: 73_255 }],
    ['com.plexapp.agents.hama://tvdb-73255?lang=en', 'show', { tvdb_id: 73_255 }],
    ['com.plexapp.agents.hama://anidb-12?lang=en', 'show', {}],
    ['com.plexapp.agents.thetvdb://73255/2/1?lang=en', 'episode', {}],
    ['plex://movie/5d776b59ad5437001f79c6f8', 'movie', {}],
  ])('%s of a %s', (guid, type, ids) => {
    expect(idsOf(read({ guid, type }))).toEqual({ tmdb_id: null, tvdb_id: null, imdb_id: null, ...ids })
  })

  it('are those of the list before those of the guid', () => {
    const guid = 'com.plexapp.agents.themoviedb://550?lang=en'
    expect(idsOf(read({ guid, type: 'movie', Guid: [{ id: 'tmdb://9' }, { id: 'tvdb://x' }] }))).toMatchObject({
      tmdb_id: 9,
      tvdb_id: null,
    })
  })
})

it('a search finds a title by its article, too', () => {
  expect(sought('The É')).toEqual(['the e', 'e'])
  expect(sought('Moon')).toEqual(['moon'])
})
