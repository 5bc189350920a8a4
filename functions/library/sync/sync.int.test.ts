import { afterEach, expect, it } from 'vitest'
import { GetPlexImage } from '../../../contracts/media.ts'
import { FindInLibrary } from '../../../contracts/plex-library.ts'
import { TITLES } from '../../../infra/stand-ins/house/titles.ts'
import { GENERATED_LIBRARIES, generatedSource } from '../../../infra/stand-ins/plex-server/generated.ts'
import { until } from '../../../infra/test/fresh.ts'
import { startTestPortal, type TestPortal } from '../../../infra/test/test-portal.ts'
import { everyTitle, type LibraryHouse, startLibraryHouse } from '../library.test.rig.ts'

let house: LibraryHouse | undefined
let second: TestPortal | undefined
afterEach(async () => {
  const [own, other] = [house, second]
  house = second = undefined
  await other?.stop()
  await own?.stop({ portalToo: other === undefined })
})

const FILMS = TITLES.filter(({ mediaType }) => mediaType === 'movie')
const data = async (at: string): Promise<Record<string, unknown>> => {
  const { json, text } = await house!.admin.call('GET', at)
  if (!json.data) throw new Error(text)
  return json.data
}

it('an import that was cut off goes on where it ended, and says how far it is', async () => {
  const source = generatedSource({ films: 2000, shows: 30, seasonsEach: 2, episodesEach: 10 })
  house = await startLibraryHouse((plex) => plex.slow(60), { source, libraries: GENERATED_LIBRARIES })
  const at = async () => {
    const { rows } = await house!.pool.query<{ at: string; imported: number }>(
      `select at, imported from library.section where key = '1' and reading is not null`,
    )
    return rows[0]
  }
  const cut = await until(
    async () => {
      const now = await at()
      return now !== undefined && Number(now.at) >= 600 && now
    },
    { timeoutMs: 20_000 },
  )
  expect(cut.imported).toBe(Number(cut.at))
  const [films] = (await data('/api/plex/libraries'))['items'] as { importPercent: number }[]
  expect(films!.importPercent).toBeGreaterThanOrEqual(30)
  expect(films!.importPercent).toBeLessThan(100)
  // what was read so far can be browsed already
  expect((await data('/api/plex/library/1/items'))['total']).toBeGreaterThanOrEqual(600)

  // as after a kill: nobody drops the lease, and another process comes
  await house.portal.stop()
  const ended = (await at())!
  house.plex.forgetCalls()
  house.plex.slow(0)
  await house.pool.query(
    `update library.server set busy_by = gen_random_uuid(), busy_until = now() + interval '1 second'`,
  )
  second = await startTestPortal(house.portal, { PLEX_TV_URL: house.plexTv.url })
  await house.sync()
  const starts = house.plex
    .callsTo('/library/sections/1/all')
    .filter(({ query }) => query['sort'] === 'addedAt:asc')
    .map(({ headers }) => Number(headers['x-plex-container-start']))
  expect(Math.min(...starts)).toBe(Number(ended.at))
  const { rows } = await house.pool.query(`select kind, count(*)::int from library.item group by kind order by kind`)
  expect(rows).toEqual([
    { kind: 'episode', count: 600 },
    { kind: 'movie', count: 2000 },
    { kind: 'season', count: 60 },
    { kind: 'show', count: 30 },
  ])
  // a first reading is no news, and no token went into an address
  expect(await house.facts('library.item-added')).toEqual([])
  expect(house.plex.calls.flatMap(({ query }) => Object.keys(query)).filter((name) => /token/i.test(name))).toEqual([])
}, 60_000)

it('what changed, moved and went is as it is in Plex, and is asked for at most every ten minutes', async () => {
  house = await startLibraryHouse((plex) => {
    for (const film of FILMS.slice(0, 5)) plex.add(film, [], { quietly: true, addedAt: 1_700_000_000 })
    plex.collect('Nights', FILMS.slice(0, 2))
  })
  await house.sync()
  house.plex.forgetCalls()
  const titles = () => everyTitle(house!.admin, '/api/plex/library/1/items')
  expect(await titles()).toHaveLength(5)
  await house.sync()
  expect(house.plex.calls).toEqual([])
  house.plex.webhooks.lose(1)
  house.plex.remove(house.plex.keyOf(FILMS[0]!)!)
  house.plex.add(FILMS[5]!)
  await house.sync(true)
  const now = FILMS.slice(1, 6).map(({ title }) => title)
  expect((await titles()).toSorted()).toEqual(now.toSorted())
  const events = await house.facts('library.synced')
  expect(events.at(-1)?.data).toMatchObject({ libraryId: '1', whole: true, removed: 1, items: 5 })
  // an old film that comes in with an old date is found by the counts
  house.plex.add(FILMS[6]!, [], { addedAt: 1_600_000_000 })
  await house.sync(true)
  expect(await titles()).toHaveLength(6)
  const { items } = await house.ask(
    FindInLibrary,
    { kind: 'movie', tmdbIds: FILMS.slice(0, 8).map(({ tmdbId }) => tmdbId) },
    { actor: 'system', correlationId: crypto.randomUUID() },
  )
  expect(new Set(items.map(({ tmdbId }) => tmdbId))).toEqual(new Set(FILMS.slice(1, 7).map(({ tmdbId }) => tmdbId)))
})

it('while Plex is down the last known is shown with its age and why, pictures too, and it comes back', async () => {
  house = await startLibraryHouse((plex) => {
    for (const film of FILMS.slice(0, 3)) plex.add(film, [], { quietly: true })
    plex.add(FILMS[3]!, [], { quietly: true, section: '5' })
  })
  await house.sync()
  const person = house.person()
  const guest = await house.enter(person)
  const seen = await guest.call('GET', '/api/plex/library/1/items')
  const [first] = (seen.json.data ?? {})['items'] as { id: string; posterId: string }[]
  const { rows } = await house.pool.query<{ id: string }>('select id from auth.account where plex_id = $1', [
    String(person.id),
  ])
  const as = { actor: `user:${rows[0]!.id}`, correlationId: crypto.randomUUID(), role: 'user' as const }
  const picture = await house.ask(GetPlexImage, { id: first!.posterId, size: '185' }, as)
  expect(picture.contentType).toMatch(/^image\//)
  const secret = house.plex.keyOf(FILMS[3]!)!
  for (const id of [`p-${secret}-t-1`, 'p-424242-t-1', 't-nothing'])
    await expect(house.ask(GetPlexImage, { id }, as)).rejects.toMatchObject({ code: 'NOT_FOUND' })

  await house.plex.down()
  await house.age(90)
  await until(async () => {
    await house!.sync()
    return (await data('/api/plex/libraries'))['notice'] !== null
  })
  const shown = await guest.call('GET', '/api/plex/library/1/items')
  expect(shown.json.data).toMatchObject({
    total: 3,
    notice: expect.stringMatching(/does not answer.*This is how it was when Plex answered last\./),
  })
  expect(Date.now() - Date.parse(String(shown.json.data?.['asOf']))).toBeGreaterThan(80 * 60_000)
  const opened = await guest.call('GET', `/api/plex/items/${first!.id}`)
  expect(opened).toMatchObject({ status: 200, json: { data: { notice: expect.stringMatching(/does not answer/) } } })
  // where the server stands in the house is for who runs it
  for (const { text } of [shown, opened]) expect(text).not.toContain('127.0.0.1')
  expect((await house.ask(GetPlexImage, { id: first!.posterId, size: '185' }, as)).etag).toBe(picture.etag)
  // another one than was ever asked for
  await expect(house.ask(GetPlexImage, { id: first!.posterId, size: '500' }, as)).rejects.toMatchObject({
    code: 'UPSTREAM_FAILED',
  })
  expect((await house.admin.call('GET', '/api/plex/now-playing')).status).toBe(502)

  await house.plex.up()
  await until(
    async () => {
      await house!.sync(true)
      return (await data('/api/plex/libraries'))['notice'] === null
    },
    { timeoutMs: 45_000 },
  )
}, 60_000)

it('a server that is switched off is said to be unconnected, and is there again when it is switched on', async () => {
  house = await startLibraryHouse((plex) => plex.add(FILMS[0]!, [], { quietly: true }))
  await house.sync()
  await house.admin.call('PUT', '/api/admin/services/plex', { enabled: false })
  await until(async () => (await house!.admin.call('GET', '/api/plex/libraries')).status === 409)
  const { text } = await house.admin.call('GET', '/api/plex/libraries')
  expect(text).toContain('No Plex server is connected.')
  await house.admin.call('PUT', '/api/admin/services/plex', { enabled: true })
  await until(async () => (await house!.admin.call('GET', '/api/plex/library/1/items')).status === 200)
})
