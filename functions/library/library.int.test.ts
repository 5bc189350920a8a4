import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TITLES } from '../../infra/stand-ins/house/titles.ts'
import { until } from '../../infra/test/fresh.ts'
import { TestBrowser } from '../../infra/test/test-portal.ts'
import { everyTitle, type LibraryHouse, startLibraryHouse } from './library.test.rig.ts'

let house: LibraryHouse
const FILMS = TITLES.filter(({ mediaType }) => mediaType === 'movie')
const films = FILMS.slice(0, 12)
const hidden = FILMS.slice(12, 15)
const show = TITLES.find(({ mediaType }) => mediaType === 'tv')!
const keys = new Map<string, string>()

beforeAll(async () => {
  house = await startLibraryHouse((plex) => {
    for (const film of films)
      keys.set(film.title, plex.add(film, [], { quietly: true, addedAt: 1_700_000_000 + film.tmdbId }))
    for (const film of hidden) keys.set(film.title, plex.add(film, [], { quietly: true, section: '5' }))
    keys.set(show.title, plex.add(show, [1], { quietly: true }))
    keys.set('Nights', plex.collect('Nights', films.slice(0, 3)))
    keys.set('Late nights', plex.collect('Late nights', hidden))
  })
  await house.sync()
})
afterAll(() => house.stop())

const data = async (browser: TestBrowser, at: string): Promise<Record<string, unknown>> => {
  const { status, json, text } = await browser.call('GET', at)
  if (status !== 200) throw new Error(`${at}: ${text}`)
  return json.data ?? {}
}
const list = async (browser: TestBrowser, at: string) => (await data(browser, at))['items'] as Record<string, unknown>[]

describe('the library of the house', () => {
  it('has what Plex has, but no photos, and says how old that is', async () => {
    const { items, server, asOf, notice } = await data(house.admin, '/api/plex/libraries')
    expect(items).toMatchObject([
      { id: '1', title: 'Films', kind: 'movie', items: films.length, importPercent: null, notice: null },
      { id: '2', title: 'Series', kind: 'show', items: 1 },
      { id: '3', title: 'Music', kind: 'artist' },
      { id: '5', title: 'Late films', items: hidden.length },
    ])
    expect([server, notice]).toEqual(['Attic', null])
    expect(Date.now() - Date.parse(String(asOf))).toBeLessThan(60_000)
  })

  it('is paged to the end in every order', async () => {
    const every = films.map(({ title }) => title).toSorted()
    for (const sort of ['title', 'added', 'year', 'rating', 'duration'])
      for (const order of ['asc', 'desc']) {
        const titles = await everyTitle(house.admin, `/api/plex/library/1/items?limit=5&sort=${sort}&order=${order}`)
        expect(titles.toSorted(), `${sort} ${order}`).toEqual(every)
      }
    const byYear = await list(house.admin, '/api/plex/library/1/items?sort=year&order=asc')
    const years = byYear.map(({ year }) => year as number)
    expect(years).toEqual(years.toSorted((a, b) => a - b))
  })

  it('is filtered by letter, search, genre and year, with counts that are right', async () => {
    const { letters, genres, years } = await data(house.admin, '/api/plex/library/1/filters')
    for (const { letter, count } of letters as { letter: string; count: number }[]) {
      const page = await data(house.admin, `/api/plex/library/1/items?letter=${encodeURIComponent(letter)}`)
      expect([page['total'], (page['items'] as unknown[]).length]).toEqual([count, count])
    }
    const sum = (of: unknown) => (of as { count: number }[]).reduce((all, { count }) => all + count, 0)
    expect([sum(letters), sum(years)]).toEqual([films.length, films.length])
    const [{ genre, count }] = genres as [{ genre: string; count: number }]
    expect((await data(house.admin, `/api/plex/library/1/items?genre=${encodeURIComponent(genre)}`))['total']).toBe(
      count,
    )
    const wanted = films[3]!.title
    const found = await list(
      house.admin,
      `/api/plex/library/1/items?search=${encodeURIComponent(wanted.toUpperCase())}`,
    )
    expect(found.map(({ title }) => title)).toContain(wanted)
    expect(await list(house.admin, '/api/plex/library/1/items?search=%25')).toEqual([])
  })

  it('refuses what is no page of it and what is not there', async () => {
    for (const [at, status] of [
      ['/api/plex/library/1/items?cursor=nonsense', 400],
      ['/api/plex/library/99/items', 404],
      ['/api/plex/library/4/items', 404],
      ['/api/plex/items/424242', 404],
      ['/api/plex/collections/424242', 404],
      ['/api/plex/library/99/filters', 404],
      ['/api/plex/library/1/items?year=99999999999999', 400],
    ] as const)
      expect([at, (await house.admin.call('GET', at)).status]).toEqual([at, status])
  })

  it('takes no cursor of another order, nor one that somebody made', async () => {
    const pages = '/api/plex/library/1/items?limit=1'
    for (const sort of ['title', 'added', 'year', 'rating', 'duration']) {
      const own = String((await data(house.admin, `${pages}&sort=${sort}`))['nextCursor'])
      const at = (cursor: string, more = `&sort=${sort}`) => house.admin.call('GET', `${pages}${more}&cursor=${cursor}`)
      expect((await at(own)).status).toBe(200)
      const place = JSON.parse(Buffer.from(own, 'base64url').toString()) as unknown[]
      expect((await at(own, '&sort=' + (sort === 'year' ? 'title' : 'year'))).status, sort).toBe(400)
      expect((await at(own, `&sort=${sort}&order=${place[1] === 'asc' ? 'desc' : 'asc'}`)).status, sort).toBe(400)
      for (const wrong of ['\0', null, 1e300, {}, [], '2026-99-99T00:00:00Z', 'x\ud800'])
        for (const index of place.keys()) {
          const made = Buffer.from(JSON.stringify(place.with(index, wrong))).toString('base64url')
          expect((await at(made)).status, JSON.stringify([sort, index, wrong])).toBeLessThan(500)
        }
    }
  })

  it('has series with seasons and episodes, and music down to its tracks', async () => {
    const series = await data(house.admin, `/api/plex/items/${keys.get(show.title)}`)
    expect(series).toMatchObject({ kind: 'show', title: show.title, tmdbId: show.tmdbId, parents: [], watched: null })
    expect(series['playUrl']).toContain('%2Flibrary%2Fmetadata%2F')
    const [season] = (series['children'] as { items: { id: string }[] }).items
    const one = await data(house.admin, `/api/plex/items/${season!.id}`)
    expect(one).toMatchObject({ kind: 'season', parents: [{ title: show.title, kind: 'show' }] })
    const episodes = (one['children'] as { items: { context: string }[] }).items
    expect(episodes[1]!.context).toBe(`${show.title} · S1E2`)
    const [artist] = await list(house.admin, '/api/plex/library/3/items')
    const albums = (await data(house.admin, `/api/plex/items/${String(artist!['id'])}`))['children'] as {
      items: { id: string }[]
    }
    const album = await data(house.admin, `/api/plex/items/${albums.items[0]!.id}`)
    const tracks = (album['children'] as { items: { kind: string }[] }).items
    expect(tracks.length).toBeGreaterThan(1)
    expect(tracks.every(({ kind }) => kind === 'track')).toBe(true)
  })

  it('has collections in their own order', async () => {
    const names = await everyTitle(house.admin, '/api/plex/collections?limit=1')
    expect(names).toEqual(['Late nights', 'Nights'])
    const members = await everyTitle(house.admin, `/api/plex/collections/${keys.get('Nights')}?limit=2`)
    expect(members).toEqual(films.slice(0, 3).map(({ title }) => title))
  })
})

describe('who sees what', () => {
  it('the owner sees all, a guest what is shared, others are told what to do', async () => {
    const owner = await house.enter(house.owner)
    expect((await list(owner, '/api/plex/libraries')).map(({ id }) => id)).toEqual(['1', '2', '3', '5'])
    const guest = await house.enter(house.person())
    expect((await list(guest, '/api/plex/libraries')).map(({ id }) => id)).toEqual(['1', '2', '3'])
    const narrow = await house.enter(house.person({ libraries: ['2'] }))
    expect((await list(narrow, '/api/plex/libraries')).map(({ id }) => id)).toEqual(['2'])
    const { json } = await house.admin.call('POST', '/api/admin/users', { username: 'no-plex' })
    const currentPassword = String(json.data?.['oneTimePassword'])
    const browser = new TestBrowser(house.portal.url)
    await browser.call('POST', '/api/auth/admin', { username: 'no-plex', password: currentPassword })
    await browser.call('POST', '/api/auth/password', { currentPassword, newPassword: 'another long password' })
    const refused = await browser.call('GET', '/api/plex/libraries')
    expect(refused).toMatchObject({
      status: 409,
      json: { error: { message: expect.stringContaining('Link your Plex account') } },
    })
  })

  it('an admin whom Plex shares some libraries with sees those, and without any share all of the house', async () => {
    const person = house.person({ libraries: ['2'] })
    await house.enter(person)
    const { rows } = await house.pool.query<{ id: string }>('select id from auth.account where plex_id = $1', [
      String(person.id),
    ])
    const made = await house.admin.call('PUT', `/api/admin/users/${rows[0]!.id}`, { role: 'admin' })
    expect(made.status, made.text).toBe(200)
    const second = await house.enter(person)
    expect((await list(second, '/api/plex/libraries')).map(({ id }) => id)).toEqual(['2'])
    house.plexTv.person(person.id).shared.length = 0
    await house.age(61)
    await until(async () => (await list(second, '/api/plex/libraries')).length === 4)
    expect(await data(second, `/api/plex/items/${keys.get(hidden[0]!.title)}`)).toMatchObject({ watched: null })
    const asked = house.plexTv.callsTo('/api/v2/resources').length
    await list(second, '/api/plex/libraries')
    expect(house.plexTv.callsTo('/api/v2/resources')).toHaveLength(asked)
  })

  it('a guest finds nothing of a library that is not shared by any door', async () => {
    const guest = await house.enter(house.person())
    const secret = hidden.map(({ title }) => title)
    const doors = [
      '/api/plex/libraries',
      '/api/plex/recently-added?limit=50',
      '/api/plex/on-deck',
      '/api/plex/collections',
      `/api/plex/collections/${keys.get('Nights')}`,
      ...['1', '2', '3', '4', '5'].flatMap((id) => [
        `/api/plex/library/${id}/items`,
        `/api/plex/library/${id}/items?kind=collection`,
        `/api/plex/library/${id}/items?search=${encodeURIComponent(secret[0]!)}`,
        `/api/plex/library/${id}/filters`,
        `/api/plex/collections?libraryId=${id}`,
      ]),
      `/api/plex/collections/${keys.get('Late nights')}`,
      ...hidden.map(({ title }) => `/api/plex/items/${keys.get(title)}`),
      '/api/plex/now-playing',
    ]
    for (const door of doors) {
      const { status, text } = await guest.call('GET', door)
      expect([200, 403, 404]).toContain(status)
      for (const word of [...secret, 'Late']) expect(text.includes(word), `${door} says ${word}`).toBe(false)
    }
    // the same doors do say it to who may see it
    expect((await house.admin.call('GET', `/api/plex/items/${keys.get(secret[0]!)}`)).status).toBe(200)
  })

  it('a share that is taken away is gone when Plex is asked again', async () => {
    const person = house.person({ libraries: ['1', '2'] })
    const guest = await house.enter(person)
    expect((await list(guest, '/api/plex/libraries')).map(({ id }) => id)).toEqual(['1', '2'])
    house.plexTv.person(person.id).libraries = ['2']
    expect(await list(guest, '/api/plex/libraries')).toHaveLength(2)
    await house.age(11)
    await until(async () => (await list(guest, '/api/plex/libraries')).length === 1)
    expect((await guest.call('GET', '/api/plex/library/1/items')).status).toBe(404)
    house.plexTv.person(person.id).shared.length = 0
    await house.age(61)
    const refused = await guest.call('GET', '/api/plex/libraries')
    expect(refused).toMatchObject({ status: 409, json: { error: { message: expect.stringContaining('not shared') } } })
  })
})

describe('what a person watched', () => {
  it('is theirs alone: on the page, in the list, on deck', async () => {
    const [person, other] = [house.person(), house.person()]
    const [guest, stranger] = [await house.enter(person), await house.enter(other)]
    const key = keys.get(films[0]!.title)!
    house.plex.watch(key, person.id)
    house.plex.play(keys.get(films[1]!.title)!, person.id, 60_000)
    house.plex.stopPlaying(person.id, 600_000)
    for (const episode of house.plex.episodesOf(show).slice(0, 2)) house.plex.watch(episode, person.id)
    expect(await data(guest, `/api/plex/items/${key}`)).toMatchObject({ watched: 'yes', views: 1 })
    const unwatched = await everyTitle(guest, '/api/plex/library/1/items?unwatched=true&limit=4')
    expect(unwatched).toHaveLength(films.length - 1)
    expect(unwatched).not.toContain(films[0]!.title)
    const begun = await data(guest, `/api/plex/items/${keys.get(films[1]!.title)}`)
    expect(begun['watched']).toBe('partly')
    expect(begun['resumePercent']).toBeGreaterThan(0)
    expect(await data(guest, `/api/plex/items/${keys.get(show.title)}`)).toMatchObject({ watched: 'partly' })
    const deck = await list(guest, '/api/plex/on-deck')
    expect(deck.map(({ title, context }) => context ?? title)).toEqual([films[1]!.title, `${show.title} · S1E3`])
    expect(await list(stranger, '/api/plex/on-deck')).toEqual([])
    expect(await data(stranger, `/api/plex/items/${key}`)).toMatchObject({ watched: 'no', views: 0 })
    const refused = await house.admin.call('GET', '/api/plex/library/1/items?unwatched=true')
    expect(refused.status).toBe(409)
  })

  it('and who plays what at the moment is for admins', async () => {
    const person = house.person()
    house.plex.play(keys.get(films[2]!.title)!, person.id, 60_000)
    const [playing] = await list(house.admin, '/api/plex/now-playing')
    expect(playing).toMatchObject({
      title: films[2]!.title,
      person: person.username,
      state: 'playing',
      how: 'direct',
      local: true,
    })
    house.plex.stopPlaying(person.id)
    expect(await list(house.admin, '/api/plex/now-playing')).toEqual([])
  })
})

describe('somebody who is erased', () => {
  it('leaves nothing behind of what they may see, began or watched, nor their name in what Plex stated', async () => {
    const person = house.person()
    const guest = await house.enter(person)
    const key = keys.get(films[4]!.title)!
    house.plex.watch(key, person.id)
    await list(guest, '/api/plex/on-deck')
    await list(guest, '/api/plex/library/1/items?unwatched=true')
    await data(guest, `/api/plex/items/${key}`)
    await house.heard()
    const { rows } = await house.pool.query<{ id: string }>('select id from auth.account where plex_id = $1', [
      String(person.id),
    ])
    const id = rows[0]!.id
    const left = async (): Promise<string[]> => {
      const names: string[] = []
      for (const table of ['person', 'viewing', 'deck', 'watched']) {
        const found = await house.pool.query(`select 1 from library.${table} where user_id = $1`, [id])
        if (found.rows.length > 0) names.push(table)
      }
      const said = await house.pool.query('select 1 from library.statement where fact like $1', [
        `%${person.username}%`,
      ])
      return said.rows.length > 0 ? [...names, 'statement'] : names
    }
    expect(await left()).toEqual(['person', 'viewing', 'deck', 'watched', 'statement'])
    const erased = await house.admin.call('DELETE', `/api/admin/users/${id}`)
    expect(erased.status, erased.text).toBeLessThan(300)
    await until(async () => (await left()).length === 0)
  })
})
