import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TITLES } from '../../infra/stand-ins/house/titles.ts'
import { until } from '../../infra/test/fresh.ts'
import type { TestBrowser } from '../../infra/test/test-portal.ts'
import { type LibraryHouse, startLibraryHouse } from './library.test.rig.ts'

let house: LibraryHouse
const FILMS = TITLES.filter(({ mediaType }) => mediaType === 'movie')
const SHOWS = TITLES.filter(({ mediaType }) => mediaType === 'tv')
let next = 0
const film = () => FILMS[next++]!

beforeAll(async () => {
  house = await startLibraryHouse((plex) => {
    plex.add(film(), [], { quietly: true, addedAt: 1_700_000_000 })
    plex.add(SHOWS[0]!, [1], { quietly: true, addedAt: 1_700_000_000 })
  })
  await house.sync()
})
afterAll(() => house.stop())

const added = async (ratingKey: string) =>
  (await house.facts('library.item-added')).filter(({ key, data }) => key === ratingKey && data['onDeck'] === false)
const items = async (browser: TestBrowser, at: string) =>
  (await browser.call('GET', at)).json.data?.['items'] as Record<string, unknown>[]

describe('what a webhook of Plex says', () => {
  it('is a fact once it was read again, with what Plex truly says, and is in the library at once', async () => {
    const title = film()
    const key = house.plex.add(title)
    await house.heard()
    const facts = await added(key)
    expect(facts).toHaveLength(1)
    expect(facts[0]!.data).toMatchObject({
      confirmed: true,
      title: title.title,
      itemType: 'movie',
      externalIds: expect.arrayContaining([`tmdb://${title.tmdbId}`]),
      librarySection: 'Films',
      serverName: 'Attic',
    })
    expect((await items(house.admin, '/api/plex/library/1/items?sort=added'))[0]).toMatchObject({ id: key })
    // and the reading that comes later has nothing to add to it
    await house.sync(true)
    expect(await added(key)).toHaveLength(1)
  })

  it('is one fact however often it comes', async () => {
    house.plex.webhooks.repeat(20)
    const key = house.plex.add(film())
    await house.heard()
    house.plex.webhooks.heal()
    expect(await added(key)).toHaveLength(1)
  })

  it('that got lost is found by the next reading, once', async () => {
    house.plex.webhooks.lose(1)
    const key = house.plex.add(film())
    await house.heard()
    house.plex.webhooks.heal()
    expect(await added(key)).toEqual([])
    await house.sync(true)
    await until(async () => (await added(key)).length === 1)
    await house.sync(true)
    const facts = await added(key)
    expect(facts.map(({ data }) => [data['confirmed'], data['webhookId']])).toEqual([[true, null]])
  })

  it('while Plex does not answer is said unconfirmed, and confirmed by the reading when it is back', async () => {
    house.plex.fail({ status: 503 }, { path: '/library/metadata' })
    const title = film()
    const key = house.plex.add(title)
    await house.heard()
    expect((await added(key)).map(({ data }) => data['confirmed'])).toEqual([false])
    house.plex.heal()
    await house.sync(true)
    await until(async () => (await added(key)).length === 2)
    expect((await added(key)).map(({ data }) => data['confirmed'])).toEqual([false, true])
    await house.sync(true)
    expect(await added(key)).toHaveLength(2)
  })

  it('of another server or of Plex’s own catalogue moves nothing', async () => {
    const before = house.plex.callsTo('/library/metadata').length
    const stranger = film()
    house.plex.otherServer(stranger)
    house.plex.provider('Something of the catalogue')
    await house.heard()
    const facts = [...(await house.facts('library.item-added')), ...(await house.facts('library.playback-changed'))]
    const foreign = facts.filter(({ data }) => data['serverId'] !== house.plex.machineIdentifier)
    expect(foreign.map(({ data }) => data['confirmed'])).toEqual([false, false])
    expect(house.plex.callsTo('/library/metadata')).toHaveLength(before)
    const found = await items(house.admin, `/api/plex/library/1/items?search=${encodeURIComponent(stranger.title)}`)
    expect(found).toEqual([])
  })

  it('that nobody at Plex ever said is not confirmed', async () => {
    const [url] = house.plexTv.webhooksOf(house.owner.id)
    const form = new FormData()
    const Metadata = { ratingKey: '999999', type: 'movie', title: 'A forgery' }
    const Server = { uuid: house.plex.machineIdentifier, title: 'Attic' }
    form.set('payload', JSON.stringify({ event: 'library.new', Server, Metadata }))
    expect((await fetch(url!, { method: 'POST', body: form })).status).toBe(202)
    await house.heard()
    expect((await added('999999')).map(({ data }) => data['confirmed'])).toEqual([false])
    expect((await house.admin.call('GET', '/api/plex/items/999999')).status).toBe(404)
  })

  it('a season that came as one is one fact, also after the reading', async () => {
    const before = (await house.facts('library.item-added')).length
    house.plex.add(SHOWS[0]!, [2])
    await house.heard()
    await house.sync(true)
    const facts = (await house.facts('library.item-added')).slice(before)
    expect(facts.map(({ data }) => data['showTmdbId'])).toEqual([SHOWS[0]!.tmdbId])
    expect(facts.map(({ data }) => [data['itemType'], data['context'], data['confirmed']])).toEqual([
      ['season', SHOWS[0]!.title, true],
    ])
  })

  it('a flood that no webhook told is one fact about the series; a few are told one by one', async () => {
    house.plex.webhooks.lose(1)
    const title = SHOWS.find(({ title: name }) => name !== SHOWS[0]!.title)!
    const many = {
      ...title,
      tmdbId: 987_001,
      imdbId: 'tt9870010',
      title: 'A long one',
      seasons: [
        { number: 1, episodes: 3 },
        { number: 2, episodes: 80 },
        { number: 3, episodes: 2 },
      ],
    }
    const key = house.plex.add(many, [1], { addedAt: 1_700_000_000 })
    await house.sync(true)
    const before = (await house.facts('library.item-added')).length
    house.plex.add(many, [2])
    await house.sync(true)
    await until(async () => (await house.facts('library.item-added')).length > before)
    house.plex.add(many, [3])
    await house.sync(true)
    await until(async () => (await house.facts('library.item-added')).length >= before + 3)
    house.plex.webhooks.heal()
    const facts = (await house.facts('library.item-added')).slice(before)
    expect(facts.map(({ data }) => data['context'] ?? data['title'])).toEqual([
      'A long one',
      'A long one · S3E1',
      'A long one · S3E2',
    ])
    expect(facts[0]!.key).toBe(key)
  })
})

describe('who watched', () => {
  it('is confirmed and kept for the person, whether the owner is called 1 or by their number', async () => {
    const person = house.person()
    const [guest, owner] = [await house.enter(person), await house.enter(house.owner)]
    const key = house.plex.keyOf(FILMS[0]!)!
    // both are known to the library from now on
    await guest.call('GET', '/api/plex/libraries')
    await owner.call('GET', '/api/plex/libraries')
    house.plex.watch(key, person.id)
    house.plex.watch(key, house.owner.id)
    await house.heard()
    const facts = (await house.facts('library.item-watched')).filter(({ data }) => data['ratingKey'] === key)
    expect(facts.map(({ data }) => data['confirmed'])).toEqual([true, true])
    const { rows } = await house.pool.query('select views from library.viewing where rating_key = $1', [key])
    expect(rows).toEqual([{ views: 1 }, { views: 1 }])
    house.plex.webhooks.repeat(3)
    house.plex.watch(key, person.id)
    await house.heard()
    house.plex.webhooks.heal()
    expect((await house.facts('library.item-watched')).filter(({ data }) => data['ratingKey'] === key)).toHaveLength(3)
  })

  it('is the owner where the server calls them account 1', async () => {
    const owner = await house.enter(house.owner)
    await owner.call('GET', '/api/plex/libraries')
    const key = house.plex.keyOf(SHOWS[0]!)!
    const [episode] = house.plex.episodesOf(SHOWS[0]!)
    house.plex.webhooks.lose(1)
    house.plex.watch(episode!, house.owner.id)
    await house.heard()
    house.plex.webhooks.heal()
    const [url] = house.plexTv.webhooksOf(house.owner.id)
    const form = new FormData()
    const Metadata = {
      ratingKey: episode!,
      type: 'episode',
      title: 'whatever it is called',
      lastViewedAt: 1_700_000_500,
    }
    const Server = { uuid: house.plex.machineIdentifier, title: 'Attic' }
    const Account = { id: 1, title: house.owner.username }
    form.set('payload', JSON.stringify({ event: 'media.scrobble', Account, Server, Metadata }))
    expect((await fetch(url!, { method: 'POST', body: form })).status).toBe(202)
    await house.heard()
    const facts = (await house.facts('library.item-watched')).filter(({ data }) => data['ratingKey'] === episode)
    expect(facts.map(({ data }) => data['confirmed'])).toEqual([true])
    expect(facts[0]!.data['title']).not.toBe('whatever it is called')
    const { rows } = await house.pool.query(
      `select views from library.viewing join library.person using (user_id)
       where rating_key = $1 and access = 'owner'`,
      [episode],
    )
    expect(rows).toEqual([{ views: 1 }])
    expect((await owner.call('GET', `/api/plex/items/${key}`)).json.data).toMatchObject({ watched: 'partly' })
  })
})
