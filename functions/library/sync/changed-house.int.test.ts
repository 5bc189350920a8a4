import { afterEach, expect, it } from 'vitest'
import { FindInLibrary } from '../../../contracts/plex-library.ts'
import { TITLES } from '../../../infra/stand-ins/house/titles.ts'
import { HOUSE_LIBRARIES, type PlexServer, startPlexServer } from '../../../infra/stand-ins/plex-server.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type LibraryHouse, startLibraryHouse } from '../library.test.rig.ts'

const OTHER = '0b1c2d3e4f5061728394a5b6c7d8e9f0a1b2c3d4'
const FILMS = TITLES.filter(({ mediaType }) => mediaType === 'movie')

let house: LibraryHouse
let another: PlexServer | undefined
afterEach(async () => {
  await house.stop()
  await another?.stop()
  another = undefined
})

const titles = async (at: string): Promise<string[]> => {
  const { json, text } = await house.admin.call('GET', at)
  if (!json.data) throw new Error(text)
  return (json.data['items'] as { title: string }[]).map(({ title }) => title)
}
const count = async (table: string): Promise<number> => {
  const { rows } = await house.pool.query<{ n: number }>(`select count(*)::int as n from library.${table}`)
  return rows[0]!.n
}

it('another server in the place of ours brings its own library, and nothing of the old one stays or is news', async () => {
  house = await startLibraryHouse((plex) => {
    for (const film of FILMS.slice(0, 4)) plex.add(film, [], { quietly: true })
    plex.collect('Nights', FILMS.slice(0, 2))
  })
  await house.sync()
  const person = house.person()
  const guest = await house.enter(person)
  const old = house.plex.keyOf(FILMS[0]!)!
  house.plex.watch(old, person.id)
  expect((await guest.call('GET', `/api/plex/items/${old}`)).json.data).toMatchObject({ watched: 'yes' })

  const { plexTv } = house
  another = await startPlexServer({ machineIdentifier: OTHER, name: 'Cellar', plexTv, libraries: HOUSE_LIBRARIES })
  plexTv.addServer({ machineIdentifier: OTHER, url: another.url, name: 'Cellar', libraries: HOUSE_LIBRARIES })
  plexTv.person(house.owner.id).owns?.push(OTHER)
  another.add(FILMS[8]!, [], { quietly: true })
  const token = plexTv.serverToken(house.owner.id, OTHER)
  const moved = await house.admin.call('PUT', '/api/admin/services/plex', { url: another.url, token })
  expect(moved.status, moved.text).toBe(200)
  await until(async () => {
    await house.sync(true)
    return (await titles('/api/plex/library/1/items')).join() === FILMS[8]!.title
  })
  expect(await count('member')).toBe(0)
  expect(await count('viewing')).toBe(0)
  expect(await titles('/api/plex/collections')).toEqual([])
  expect(await house.facts('library.item-added')).toEqual([])
  // whom the new one is not shared with sees nothing of it; a webhook of the old one moves nothing
  expect(await guest.call('GET', '/api/plex/libraries')).toMatchObject({ status: 409 })
  house.plex.add(FILMS[5]!)
  await house.heard()
  expect((await house.facts('library.item-added')).map(({ data }) => data['confirmed'])).toEqual([false])
  expect(await titles('/api/plex/library/1/items')).toEqual([FILMS[8]!.title])
}, 60_000)

it('a library that is gone from Plex is gone here, is told once, and comes back with what is in it', async () => {
  const libraries = [...HOUSE_LIBRARIES]
  const late = libraries.at(-1)!
  house = await startLibraryHouse(
    (plex) => {
      plex.add(FILMS[0]!, [], { quietly: true })
      plex.add(FILMS[1]!, [], { quietly: true, section: late.key })
    },
    { libraries },
  )
  await house.sync()
  const key = house.plex.keyOf(FILMS[1]!)!
  expect(await titles('/api/plex/libraries')).toContain(late.title)
  libraries.pop()
  await house.sync(true)
  await house.sync(true)
  expect(await titles('/api/plex/libraries')).not.toContain(late.title)
  for (const at of [`/api/plex/library/${late.key}/items`, `/api/plex/items/${key}`])
    expect([at, (await house.admin.call('GET', at)).status]).toEqual([at, 404])
  expect(await titles('/api/plex/recently-added')).not.toContain(FILMS[1]!.title)
  const told = (await house.facts('library.removed')).map(({ data }) => data['title'])
  expect(told).toEqual([late.title])
  libraries.push(late)
  await house.sync(true)
  expect(await titles(`/api/plex/library/${late.key}/items`)).toEqual([FILMS[1]!.title])
  expect(await house.facts('library.item-added')).toEqual([])
})

it('of a flood of films a hundred are told one by one, and all of them are there', async () => {
  house = await startLibraryHouse((plex) => plex.add(FILMS[0]!, [], { quietly: true }))
  await house.sync()
  const many = 3200
  for (let n = 0; n < many; n += 1) {
    const own = { tmdbId: 5_000_000 + n, imdbId: `tt${50_000_000 + n}`, title: `Flooded ${n}` }
    house.plex.add({ ...FILMS[1]!, ...own }, [], { quietly: true })
  }
  await house.sync(true)
  const all = await house.admin.call('GET', '/api/plex/library/1/items')
  expect(all.json.data?.['total']).toBe(many + 1)
  expect(await house.facts('library.item-added')).toHaveLength(100)
  const [, ...read] = (await house.facts('library.synced')).filter(({ data }) => data['libraryId'] === '1')
  expect(read.map(({ data }) => data['added'])).toEqual([many])
  const asked = { kind: 'movie' as const, tmdbIds: [5_000_000, 5_000_000 + many - 1] }
  const found = await house.ask(FindInLibrary, asked, { actor: 'system', correlationId: crypto.randomUUID() })
  expect(found.items).toHaveLength(2)
}, 90_000)
