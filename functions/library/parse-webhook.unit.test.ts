import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { FACTS } from './facts.ts'
import { parseWebhook } from './parse-webhook.ts'

const episode = {
  ratingKey: '4711',
  key: '/library/metadata/4711',
  type: 'episode',
  title: 'The Long Night',
  grandparentTitle: 'Station Eleven',
  parentTitle: 'Season 2',
  index: 50,
  parentIndex: 2,
  year: 2023,
  guid: 'plex://episode/5fbdc9a1bd6a1c002deb0001',
  Guid: [{ id: 'imdb://tt1' }, { id: 'tmdb://2499236' }, { id: 'local://3' }],
  librarySectionTitle: 'TV',
  viewOffset: 1000,
  lastViewedAt: 1_760_000_000,
}
const payload = (event: string, more: object = {}) => ({
  event,
  user: true,
  owner: true,
  Account: { id: 1, thumb: 'https://plex.test/users/1/avatar', title: 'kris' },
  Server: { title: 'Home', uuid: 'a1b2' },
  Player: { local: false, publicAddress: '203.0.113.7', title: 'TV', uuid: 'p-1' },
  Metadata: episode,
  ...more,
})
const read = (body: unknown) => parseWebhook(JSON.stringify(body))

function decided(body: unknown, at = '2026-03-01T12:00:00.000Z') {
  const text = JSON.stringify(body)
  const receivedAt = new Date(at)
  const decision = decide(parseWebhook(text), { id: '6f1f4a0e-3c1c-4c6a-9c0a-0d3b7c1f2a10', receivedAt, body: text })
  // what the bus would do with it
  FACTS[decision.fact.type].schema.parse({ ...decision.fact.data, version: 1 })
  return decision
}

describe('what Plex says', () => {
  it.each([
    ['media.play', { says: 'playback-changed', action: 'started' }],
    ['playback.started', { says: 'playback-changed', action: 'started' }],
    ['media.pause', { says: 'playback-changed', action: 'paused' }],
    ['media.resume', { says: 'playback-changed', action: 'resumed' }],
    ['MEDIA.STOP', { says: 'playback-changed', action: 'stopped' }],
    ['media.scrobble', { says: 'item-watched' }],
    ['library.new', { says: 'item-added', onDeck: false }],
    ['library.on.deck', { says: 'item-added', onDeck: true }],
    ['admin.database.backup', { says: 'server-noticed', notice: 'database-backup', serverId: 'a1b2' }],
    ['admin.database.corrupted', { says: 'server-noticed', notice: 'database-corrupted' }],
    ['device.new', { says: 'server-noticed', notice: 'new-device', serverName: 'Home' }],
  ])('%s', (event, says) => {
    expect(read(payload(event))).toMatchObject(says)
  })

  it('tells the item, who and on what, and no address', () => {
    const { fact } = decided(payload('media.play', { Account: { id: 1, title: 'kris@station.test' } }))
    expect(fact).toMatchObject({
      type: 'library.playback-changed',
      data: {
        ratingKey: '4711',
        itemType: 'episode',
        title: 'The Long Night',
        context: 'Station Eleven · S2E50',
        externalIds: ['imdb://tt1', 'tmdb://2499236'],
        librarySection: 'TV',
        serverId: 'a1b2',
        person: 'kris',
        player: 'TV',
        confirmed: false,
      },
    })
    expect(JSON.stringify(fact)).not.toMatch(/203\.0\.113|station\.test|p-1/)
  })

  it('reads a clip without a section, a track, and something from elsewhere', () => {
    const clip = { ratingKey: '8', type: 'clip', title: 'Trailer', index: '1', year: '2019' }
    expect(read(payload('media.play', { Metadata: clip }))).toMatchObject({
      item: { context: null, librarySection: null, year: 2019, externalIds: [] },
    })
    const track = { ratingKey: 9, type: 'track', title: 'Song', parentTitle: 'Album' }
    expect(read(payload('media.stop', { Metadata: track }))).toMatchObject({
      item: { ratingKey: '9', context: 'Album' },
    })
    const elsewhere = payload('media.play', {
      owner: false,
      Server: { title: 'tv.plex.provider.vod', uuid: 'tv.plex.provider.vod' },
      Account: { title: 'kris' },
      Metadata: { key: '/library/metadata/5d776b59ad5437001f79c6f8', type: 'movie', title: 'Solaris' },
    })
    expect(read(elsewhere)).toMatchObject({
      says: 'playback-changed',
      item: { ratingKey: '5d776b59ad5437001f79c6f8', serverId: 'tv.plex.provider.vod' },
    })
  })

  it('reads a rating as text or number, and one that was taken back', () => {
    expect(read(payload('media.rate', { rating: '10' }))).toMatchObject({ says: 'item-rated', rating: 10 })
    expect(read(payload('media.rate', { rating: '-1' }))).toMatchObject({ says: 'item-rated', rating: null })
    expect(read(payload('media.rate', { rating: '', Metadata: { ...episode, userRating: 7.5 } }))).toMatchObject({
      rating: 7.5,
    })
  })
})

describe('what counts as a repeat', () => {
  const key = (body: unknown, at?: string) => {
    const { lane, word, mark } = decided(body, at)
    return `${lane} | ${word} | ${mark}`
  }

  it('is the same whatever the order of fields and whatever comes beside them', () => {
    const { event, ...rest } = payload('media.play')
    expect(key({ ...rest, more: {}, event })).toBe(key(payload('media.play')))
    expect(key(payload('media.play', { Metadata: { ...episode, viewOffset: '1000', Role: [] } }))).toBe(
      key(payload('media.play')),
    )
  })

  it('is not what happens later, to another person, on another player, or to another item', () => {
    const all = [
      payload('media.play'),
      payload('media.play', { Metadata: { ...episode, viewOffset: 2000 } }),
      payload('media.play', { Account: { id: 2, title: 'kris' } }),
      payload('media.play', { Player: { title: 'TV', uuid: 'p-2' } }),
      payload('media.play', { Metadata: { ...episode, ratingKey: '4712' } }),
      payload('media.play', { Server: { title: 'Home', uuid: 'other' } }),
    ].map((body) => key(body))
    expect(new Set(all).size).toBe(all.length)
  })

  it('has what carries no time, a backup or the play of a trailer, as news in another hour', () => {
    const trailer = payload('media.play', { Metadata: { ratingKey: '8', type: 'clip' } })
    for (const body of [payload('admin.database.backup'), trailer]) {
      expect(key(body, '2026-03-01T12:00:00Z')).toBe(key(body, '2026-03-01T12:59:59Z'))
      expect(key(body, '2026-03-01T12:00:00Z')).not.toBe(key(body, '2026-03-01T13:00:00Z'))
    }
    expect(key(payload('media.play'), '2026-03-01T12:00:00Z')).toBe(key(payload('media.play'), '2026-03-09T12:00:00Z'))
  })
})

describe('what cannot be understood has a reason', () => {
  it.each([
    ['{', 'The payload is no JSON.'],
    ['[1]', 'The payload is a list where an object was expected.'],
    ['true', 'The payload is a boolean where an object was expected.'],
    ['{}', 'It has no event.'],
    ['{"event":"media.eat"}', 'The event media.eat is not known.'],
    ['{"event":"media.play"}', 'It names no item: there is no usable ratingKey in its Metadata.'],
    [
      JSON.stringify({ event: 'media.play', Metadata: { ratingKey: 'x'.repeat(201) } }),
      'It names no item: there is no usable ratingKey in its Metadata.',
    ],
    [
      '{"event":"media.rate","Metadata":{"ratingKey":"1"},"rating":"many"}',
      'It says that something was rated, but not how.',
    ],
  ])('%#', (body, reason) => {
    expect(parseWebhook(body)).toEqual({ says: 'nothing', reason })
  })

  it('never throws, whatever JSON comes under the names it knows', () => {
    const block = fc.dictionary(
      fc.constantFrom('ratingKey', 'key', 'Guid', 'title', 'uuid', 'id', 'index', 'type', 'viewOffset'),
      fc.jsonValue(),
    )
    const body = fc.record({
      event: fc.oneof(fc.constantFrom('media.play', 'library.new', 'media.rate', 'device.new'), fc.jsonValue()),
      rating: fc.jsonValue(),
      Account: fc.oneof(block, fc.jsonValue()),
      Server: fc.oneof(block, fc.jsonValue()),
      Player: fc.oneof(block, fc.jsonValue()),
      Metadata: fc.oneof(block, fc.jsonValue()),
    })
    fc.assert(fc.property(body, (any) => decided(any).fact.type.startsWith('library.')))
  })
})
