import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '../../../contracts/define.ts'
import { GetMovie, GetSeries, SearchMedia } from '../../../contracts/media.ts'
import { FindInLibrary } from '../../../contracts/plex-library.ts'
import { DisconnectService } from '../../../contracts/services.ts'
import { defineDomain, defineFunction } from '../../../bus/index.ts'
import { type SeerrStandIn, startSeerr } from '../../../infra/stand-ins/services.ts'
import { until } from '../../../infra/test/fresh.ts'
import { useMedia } from './media.test.rig.ts'
import movie from './movie.ts'
import purgeTitles from './purge-titles.ts'
import search from './search.ts'
import series from './series.ts'

const [anna, ben] = [randomUUID(), randomUUID()]
const inPlex = new Map<string, number>()
const libraryFind = defineFunction({
  name: 'library.find',
  summary: 'Shows each person what the test lets them see.',
  domain: defineDomain({ name: 'library', migrations: {} }),
  answers: FindInLibrary,
  async run({ kind, tmdbIds }, ctx) {
    const seen = tmdbIds.filter((id) => inPlex.get(`${kind} ${ctx.meta.userId}`) === id)
    const place = { ratingKey: '7', addedAt: new Date().toISOString(), playUrl: 'https://app.plex.tv/desktop/#!/x' }
    return { items: seen.map((tmdbId) => ({ tmdbId, ...place })) }
  },
})
const media = useMedia([search, movie, series, purgeTitles, libraryFind])
let seerr: SeerrStandIn

beforeEach(async () => {
  await media.rows.client.query('truncate request, media, upstream cascade')
  seerr = await startSeerr()
  await media.connect(seerr)
})
afterEach(() => seerr.stop())

const find = (input: InputOf<typeof SearchMedia>, userId = anna, role: 'admin' | 'user' = 'user') =>
  media.rig.client.ask(SearchMedia, input, media.as(userId, role))
const film = () => seerr.seerr.world.titles.find(({ mediaType }) => mediaType === 'movie')!
const show = () => seerr.seerr.world.titles.find(({ mediaType }) => mediaType === 'tv')!

describe('the search', () => {
  test('finds titles by what people type, signs and all, and no people', async () => {
    const { title, tmdbId, year, posterPath } = film()
    const { items, source, notice } = await find({ query: title })
    expect({ source, notice }).toEqual({ source: 'seerr', notice: null })
    const [first] = items
    expect(first).toMatchObject({ mediaType: 'movie', id: tmdbId, title, year, available: 'no', request: null })
    expect(first?.posterId).toBe(`t-${posterPath?.slice(1).replace('.', '_')}`)
    for (const query of ["it's (all) *here*!", 'a+b & c', 'ü/ö?', '100%', '#1', '日本']) await find({ query })
    expect((await find({ query: 'Marrow Lindqvist' })).items).toEqual([])
    expect((await find({ query: '' })).items.length).toBeGreaterThan(5)
    const films = await find({ query: '', type: 'movie' })
    expect(new Set(films.items.map(({ mediaType }) => mediaType))).toEqual(new Set(['movie']))
  })

  test('marks what is there, what was asked for, and by whom, also what Seerr does not know yet', async () => {
    const { title, tmdbId } = film()
    seerr.seerr.markAvailable(tmdbId)
    expect((await find({ query: title })).items[0]).toMatchObject({ available: 'yes', available4k: 'no' })
    const other = show()
    const place = { media_type: 'tv' as const, media_id: String(other.tmdbId), status: 'waiting' as const }
    const id = await media.rows.request({ ...place, user_id: ben })
    const marks = async (userId: typeof anna) => (await find({ query: other.title }, userId)).items[0]?.request
    expect(await marks(ben)).toEqual({ id, status: 'waiting', is4k: false, mine: true })
    expect(await marks(anna)).toEqual({ id, status: 'waiting', is4k: false, mine: false })
    // a film and a series may have the same number
    await media.rows.request({ media_type: 'movie', media_id: String(other.tmdbId), user_id: anna })
    expect(await marks(anna)).toMatchObject({ id, mine: false })
  })

  test('while Seerr is away shows what was seen before, says so, and goes on when it is back', async () => {
    const { title, tmdbId } = film()
    await find({ query: title })
    await find({ query: '' })
    await media.rows.request({ media_id: String(tmdbId), status: 'available', user_id: ben })
    await seerr.down()
    const answer = await find({ query: title.toUpperCase() })
    expect(answer).toMatchObject({ source: 'memory', items: [{ id: tmdbId, title, available: 'yes', request: null }] })
    expect(answer.notice).toMatch(/^Seerr does not answer: /)
    await media.rows.client.query(`update requests.upstream set down_since = now() - interval '5 minutes'`)
    const later = await find({ query: '' })
    expect(later.notice).toMatch(/^Seerr has not answered for 5 minutes: /)
    expect(later.items.length).toBeGreaterThan(5)
    expect((await find({ query: 'nobody has seen this' })).items).toEqual([])
    await seerr.up()
    await until(async () => (await find({ query: title })).source === 'seerr', { timeoutMs: 20_000 })
    const { rows } = await media.rows.client.query('select down_since from upstream')
    expect(rows).toEqual([{ down_since: null }])
  })

  test('while Seerr is away what lies in Plex is marked as being there, for whoever may see it', async () => {
    await find({ query: '' })
    await seerr.down()
    const marked = async (userId: typeof anna, { title }: { title: string }) =>
      (await find({ query: title }, userId)).items[0]?.available
    inPlex.set(`movie ${anna}`, film().tmdbId)
    inPlex.set(`show ${anna}`, show().tmdbId)
    expect([await marked(anna, film()), await marked(anna, show())]).toEqual(['yes', 'partly'])
    expect([await marked(ben, film()), await marked(ben, show())]).toEqual(['no', 'no'])
    const { tmdbId: id } = film()
    const opened = await media.rig.client.ask(GetMovie, { id }, media.as(anna))
    expect(opened).toMatchObject({ available: 'yes', playUrl: 'https://app.plex.tv/desktop/#!/x' })
    inPlex.clear()
  })

  test('tells a TMDB that is away from a title that nobody has', async () => {
    const { title } = film()
    await find({ query: title })
    // Seerr goes on giving what was opened, TMDB or not
    await media.rig.client.ask(GetMovie, { id: film().tmdbId }, media.as(anna))
    expect(await find({ query: 'zzzz' })).toMatchObject({ source: 'seerr', items: [], notice: null })
    seerr.seerr.tmdbDown(true)
    for (const query of [title, '']) {
      const answer = await find({ query })
      expect(answer).toMatchObject({
        source: 'memory',
        items: expect.arrayContaining([expect.objectContaining({ title })]),
      })
      expect(answer.notice).toMatch(/TMDB/)
    }
  })

  test('says what to do where no Seerr is connected', async () => {
    await media.rig.client.ask(DisconnectService, { name: 'overseerr' }, media.rig.who)
    await expect(find({ query: 'x' }, anna, 'admin')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Connect Seerr'),
    })
    await expect(find({ query: 'x' })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Ask the person'),
    })
  })
})

describe('a title', () => {
  const open = (userId = anna, role: 'admin' | 'user' = 'user') =>
    media.rig.client.ask(GetSeries, { id: show().tmdbId }, media.as(userId, role))

  test('has its seasons, cast and genres, and who asked for what', async () => {
    const id = await media.rows.request({
      media_type: 'tv',
      media_id: String(show().tmdbId),
      status: 'waiting',
      seasons: [1],
      user_id: ben,
    })
    const seen = await open()
    expect(seen).toMatchObject({ title: show().title, genres: show().genres, notice: null, requests: [] })
    expect(seen.request).toEqual({ id, status: 'waiting', is4k: false, mine: false })
    expect(seen.cast[0]).toEqual({ name: 'Marrow Lindqvist', as: 'The stranger' })
    expect(seen.seasons.find(({ number }) => number === 1)).toMatchObject({ requested: true, available: 'no' })
    expect((await open(ben)).requests).toEqual([{ id, status: 'waiting', is4k: false, mine: true }])
    expect((await open(anna, 'admin')).requests).toEqual([{ id, status: 'waiting', is4k: false, mine: false }])
    seerr.seerr.markAvailable(show().tmdbId)
    expect((await open()).seasons.find(({ number }) => number === 1)).toMatchObject({ available: 'yes' })
  })

  test('is played in Plex by whoever may see it there, whoever asked for it', async () => {
    const { tmdbId } = show()
    expect((await open()).playUrl).toBeNull()
    inPlex.set(`show ${anna}`, tmdbId)
    expect((await open()).playUrl).toBe('https://app.plex.tv/desktop/#!/x')
    expect((await open(ben)).playUrl).toBeNull()
  })

  test('stands as it was last known while Seerr or TMDB is away, with its age', async () => {
    const before = await open()
    seerr.seerr.tmdbDown(true)
    seerr.seerr.world.kept.clear()
    const withoutTmdb = await open()
    expect(withoutTmdb).toMatchObject({ seasons: before.seasons, asOf: before.asOf })
    expect(withoutTmdb.notice).toMatch(/TMDB/)
    seerr.seerr.tmdbDown(false)
    await seerr.down()
    const without = await open()
    expect(without).toMatchObject({ title: before.title, asOf: before.asOf, cast: before.cast })
    expect(without.notice).toMatch(/^Seerr does not answer/)
    const never = media.rig.client.ask(GetMovie, { id: film().tmdbId }, media.as(anna))
    await expect(never).rejects.toMatchObject({ code: 'UPSTREAM_FAILED' })
  })

  test('that nobody has is not there', async () => {
    await open()
    const unknown = media.rig.client.ask(GetMovie, { id: 4 }, media.as(anna))
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
