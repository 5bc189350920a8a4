import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../test/fresh.ts'
import { titleOf, titlesAt } from './house/titles.ts'
import { GENERATED_LIBRARIES, generatedSource } from './plex-server/generated.ts'
import { HOUSE_LIBRARIES, type PlexServer, startPlexServer } from './plex-server.ts'
import { type PlexTv, startPlexTv } from './plex-tv.ts'
import { startStandIn } from './stand-in.ts'

const MACHINE = 'aaaa3c5ad1b24e6fa0c1d2e3f4a5b6c7d8e9f001'
const SALT = titleOf(700102)
const COPPER = titleOf(700105)
const FERRYMEN = titleOf(800201)

type Item = Record<string, unknown> & { ratingKey: string; title: string }
type Container = Record<string, unknown> & { size: number; totalSize?: number; Metadata?: Item[] }

let tv: PlexTv
let server: PlexServer
const running: { stop(): Promise<unknown> }[] = []
beforeEach(async () => {
  tv = await startPlexTv({
    people: [
      { id: 4001, username: 'anna', owns: [MACHINE], plexPass: true, token: 'anna-token' },
      { id: 4002, username: 'ben', shared: [MACHINE], token: 'ben-token' },
      { id: 4003, username: 'cleo', shared: [MACHINE], libraries: ['2'], token: 'cleo-token' },
    ],
  })
  server = await startPlexServer({ machineIdentifier: MACHINE, name: 'Den', plexTv: tv, libraries: HOUSE_LIBRARIES })
})
afterEach(async () => {
  await Promise.all([server, tv, ...running.splice(0)].map((one) => one.stop()))
})

async function at(path: string, token = 'anna-token', headers = {}, of = server) {
  const response = await fetch(`${of.url}${path}`, {
    headers: { accept: 'application/json', 'x-plex-token': token, ...headers },
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { status: response.status, type: response.headers.get('content-type') ?? '', bytes }
}
async function ask(path: string, token?: string, headers?: object, of?: PlexServer): Promise<Container> {
  const { status, bytes } = await at(path, token, headers, of)
  expect(status, path).toBe(200)
  return (JSON.parse(new TextDecoder().decode(bytes)) as { MediaContainer: Container }).MediaContainer
}
const titles = ({ Metadata = [] }: Container): string[] => Metadata.map(({ title }) => title)

describe('lists', () => {
  beforeEach(() => {
    server.add(SALT, undefined, { addedAt: 1_700_000_100, quietly: true })
    server.add(COPPER, undefined, { addedAt: 1_700_000_300, quietly: true })
    server.add(titleOf(700101), undefined, { addedAt: 1_700_000_200, quietly: true })
    server.add(FERRYMEN, [1, 2], { quietly: true })
  })

  test('come in the order and the part asked for, with a total only then', async () => {
    const all = await ask('/library/sections/1/all')
    expect(titles(all)).toEqual(['Copper Moon Rising', 'The Lamplighter of Orrin Bay', 'Salt Cathedral'])
    expect([all.size, all.totalSize, all['librarySectionID']]).toEqual([3, undefined, 1])
    const newest = '/library/sections/1/all?type=1&sort=addedAt:desc'
    const part = await ask(newest, 'anna-token', { 'x-plex-container-start': '1', 'x-plex-container-size': '1' })
    expect(part).toMatchObject({ size: 1, totalSize: 3, offset: 1 })
    expect(titles(part)).toEqual(['The Lamplighter of Orrin Bay'])
    const none = await ask(`${newest}&X-Plex-Container-Start=0&X-Plex-Container-Size=0`)
    expect([none.size, none.totalSize, 'Metadata' in none]).toEqual([0, 3, false])
    expect(titles(await ask('/library/sections/1/all?addedAt%3E%3E=1700000200'))).toEqual(['Copper Moon Rising'])
    expect((await at('/library/sections/1/all?sort=colour')).status).toBe(400)
    expect((await at('/library/sections/9/all')).type).toContain('text/html')
    const letters = await ask('/library/sections/1/firstCharacter')
    expect(letters['Directory']).toMatchObject([
      { key: 'C', size: 1 },
      { key: 'L', size: 1 },
      { key: 'S', size: 1 },
    ])
  })

  test('show ids only where they are asked for, mixed kinds of values, and nothing that is empty', async () => {
    const [plain] = (await ask('/library/sections/1/all')).Metadata ?? []
    expect(plain).not.toHaveProperty('Guid')
    expect(plain).not.toHaveProperty('viewCount')
    const [found] = (await ask('/library/sections/1/all?includeGuids=1')).Metadata ?? []
    expect(found?.['Guid']).toEqual([{ id: `imdb://${COPPER.imdbId}` }, { id: `tmdb://${COPPER.tmdbId}` }])
    expect(found).toMatchObject({ ratingKey: server.keyOf(COPPER), duration: 141 * 60_000, addedAt: 1_700_000_300 })
    server.add(titleOf(700103), undefined, { oldAgent: true, quietly: true })
    const old = await ask(`/library/metadata/${server.keyOf(titleOf(700103))}`)
    expect(old.Metadata?.[0]?.['guid']).toBe('com.plexapp.agents.imdb://tt9700103?lang=en')
    expect(old.Metadata?.[0]).not.toHaveProperty('Guid')
  })

  test('lead from a series to its seasons and episodes', async () => {
    const key = server.keyOf(FERRYMEN)
    const [show] = (await ask('/library/sections/2/all?includeGuids=1')).Metadata ?? []
    expect(show).toMatchObject({ key: `/library/metadata/${key}/children`, leafCount: 16, childCount: 2 })
    const seasons = await ask(`/library/metadata/${key}/children`)
    expect(titles(seasons)).toEqual(['Season 1', 'Season 2'])
    const episodes = await ask(`/library/metadata/${seasons.Metadata?.[1]?.ratingKey}/children`)
    expect(episodes.Metadata?.[7]).toMatchObject({ index: 8, parentIndex: 2, grandparentTitle: FERRYMEN.title })
    expect((await ask(`/library/metadata/${key}/allLeaves`)).size).toBe(16)
    expect((await ask('/library/sections/2/all?type=4')).size).toBe(16)
    const two = await ask(`/library/metadata/${key},${server.keyOf(SALT)},99`)
    expect(titles(two)).toEqual([FERRYMEN.title, 'Salt Cathedral'])
    expect((await at('/library/metadata/99')).status).toBe(404)
  })

  test('are XML for who does not ask for JSON, with elements of their kind', async () => {
    const { type, bytes } = await at('/library/sections/1/all', 'anna-token', { accept: '*/*' })
    const text = new TextDecoder().decode(bytes)
    expect(type).toContain('xml')
    expect(text).toMatch(/<MediaContainer size="3" allowSync="1"[^>]*><Video ratingKey="\d+"/)
    expect(text).not.toContain('Metadata')
  })

  test('collections hold what was collected', async () => {
    const key = server.collect('Sea and moon', [SALT, COPPER])
    const listed = await ask('/library/sections/1/collections')
    expect(listed.Metadata).toMatchObject([{ ratingKey: key, type: 'collection', childCount: '2', smart: '0' }])
    for (const path of ['children', 'items']) {
      expect(titles(await ask(`/library/collections/${key}/${path}`))).toEqual(['Salt Cathedral', 'Copper Moon Rising'])
    }
    server.remove(server.keyOf(SALT) ?? '')
    expect(titles(await ask(`/library/collections/${key}/items`))).toEqual(['Copper Moon Rising'])
  })
})

describe('each account', () => {
  test('sees the libraries that are shared with it, by either of its tokens', async () => {
    server.add(SALT, undefined, { section: '5', quietly: true })
    server.add(COPPER, undefined, { quietly: true })
    const [late = ''] = (await ask('/library/sections/5/all')).Metadata?.map(({ ratingKey }) => ratingKey) ?? []
    const sections = async (token: string) =>
      ((await ask('/library/sections', token))['Directory'] as { key: string }[]).map(({ key }) => key)
    expect(await sections('anna-token')).toEqual(['1', '2', '3', '4', '5'])
    expect(await sections('ben-token')).toEqual(['1', '2', '3'])
    expect(await sections(tv.serverToken('ben', MACHINE))).toEqual(['1', '2', '3'])
    expect(await sections('cleo-token')).toEqual(['2'])
    for (const path of [`/library/metadata/${late}`, '/library/sections/5/all', `/library/metadata/${late}/thumb/1`]) {
      expect((await at(path, 'ben-token')).status, path).toBe(404)
    }
    expect((await at(`/library/metadata/${server.keyOf(COPPER)}`, 'cleo-token')).status).toBe(404)
    expect((await at('/library/sections', 'nobody')).status).toBe(401)
    expect((await at('/library/sections/1/refresh', 'ben-token')).status).toBe(403)
    expect((await at('/library/sections/1/refresh?path=/media/films/X')).status).toBe(200)
    expect(server.refreshes).toEqual([{ library: 'Films', path: '/media/films/X' }])
  })

  test('has its own watched state, deck and sessions', async () => {
    const film = server.add(SALT)
    server.add(FERRYMEN, [1])
    const [first = '', second = ''] = server.episodesOf(FERRYMEN)
    server.watch(first, 'ben')
    server.play(film, 'ben', 60_000)
    expect(titles(await ask('/library/onDeck', 'ben-token'))).toEqual(['Salt Cathedral', 'Episode 2'])
    expect(await ask('/library/onDeck', 'anna-token')).toEqual({ size: 0, allowSync: true })
    const hub = (await ask('/hubs/continueWatching', 'ben-token'))['Hub'] as Container[]
    expect(hub[0]).toMatchObject({ hubIdentifier: 'continueWatching', size: 1, Metadata: [{ viewOffset: 60_000 }] })
    const playing = await ask('/status/sessions')
    expect(playing.Metadata).toMatchObject([
      {
        title: 'Salt Cathedral',
        librarySectionID: '1',
        User: { id: '4002', title: 'ben' },
        Player: { state: 'playing' },
      },
    ])
    expect((await at('/status/sessions', 'ben-token')).status).toBe(403)
    const season = (await ask(`/library/metadata/${server.keyOf(FERRYMEN)}/children`, 'ben-token')).Metadata?.[0]
    expect(season).toMatchObject({ leafCount: 8, viewedLeafCount: 1 })

    const mark = (path: string) => at(`/:/${path}&identifier=com.plexapp.plugins.library`, 'ben-token')
    expect((await mark(`scrobble?key=${second}`)).status).toBe(200)
    expect((await ask(`/library/metadata/${second}`, 'ben-token')).Metadata?.[0]).toMatchObject({ viewCount: 1 })
    expect((await ask(`/library/metadata/${second}`)).Metadata?.[0]).not.toHaveProperty('viewCount')
    await mark(`unscrobble?key=${server.keyOf(FERRYMEN)}`)
    expect((await ask('/library/sections/2/all?type=4&unwatched=1', 'ben-token')).size).toBe(8)
    server.stopPlaying('ben')
    expect(await ask('/status/sessions')).toEqual({ size: 0 })
  })

  test('gets pictures with a token, and by the path that the item names', async () => {
    const key = server.add(SALT)
    const item = (await ask(`/library/metadata/${key}`)).Metadata?.[0]
    const poster = await at(String(item?.['thumb']))
    expect(poster).toMatchObject({ status: 200, type: 'image/jpeg' })
    expect([...poster.bytes.subarray(0, 2)]).toEqual([0xff, 0xd8])
    const url = encodeURIComponent(String(item?.['thumb']))
    expect((await at(`/photo/:/transcode?url=${url}&width=300&height=450`)).bytes).toEqual(poster.bytes)
    expect((await at(`/photo/:/transcode?url=${url}&width=300`)).status).toBe(400)
    expect(
      (await at(`/photo/:/transcode?url=${encodeURIComponent('http://elsewhere.test/')}&width=1&height=1`)).status,
    ).toBe(404)
    expect((await at(String(item?.['thumb']), 'nobody')).status).toBe(401)
  })
})

test('music and photographs stand in libraries of their own', async () => {
  server.add(SALT)
  expect(titles(await ask('/library/sections/3/all'))).toEqual(['Øre & Søn', 'The Tin Herons'])
  const artist = (await ask('/library/sections/3/all')).Metadata?.[0]?.ratingKey
  expect(titles(await ask(`/library/metadata/${artist}/children`))).toHaveLength(2)
  expect((await ask(`/library/metadata/${artist}/allLeaves`)).size).toBe(18)
  expect((await ask('/library/sections/4/all')).size).toBe(12)
  expect(titles(await ask('/library/sections/1/all'))).toEqual(['Salt Cathedral'])
})

describe('webhooks', () => {
  const heard: { payload: Record<string, unknown>; thumb: number }[] = []
  let url: string
  beforeEach(async () => {
    heard.splice(0)
    const receiver = await startStandIn(async (request) => {
      const form = await request.formData()
      const [payload, thumb] = [form.get('payload'), form.get('thumb')]
      heard.push({
        payload: JSON.parse(typeof payload === 'string' ? payload : '') as Record<string, unknown>,
        thumb: thumb instanceof File ? thumb.size : 0,
      })
      return new Response()
    })
    running.push(receiver)
    url = `${receiver.url}/hook`
    const headers = { 'x-plex-token': 'anna-token', 'x-plex-client-identifier': 'x' }
    const body = new URLSearchParams({ 'urls[]': url })
    expect((await fetch(`${tv.url}/api/v2/user/webhooks`, { method: 'POST', headers, body })).status).toBe(201)
  })
  const said = () => heard.map(({ payload }) => payload)

  test('go where the owner’s account says, as multipart, with a picture where there is one', async () => {
    const key = server.add(SALT)
    server.play(key, 'ben')
    server.pause('ben')
    server.watch(key, 'anna')
    server.announce('admin.database.backup')
    await server.webhooks.settled()
    expect(said().map(({ event }) => event)).toEqual([
      'library.new',
      'media.play',
      'playback.started',
      'media.pause',
      'media.scrobble',
      'admin.database.backup',
    ])
    expect(said()[0]).toMatchObject({
      owner: true,
      user: true,
      Account: { id: 4001, title: 'anna' },
      Server: { title: 'Den', uuid: MACHINE },
      Metadata: { ratingKey: key, librarySectionType: 'movie', librarySectionID: 1, title: 'Salt Cathedral' },
    })
    expect(said()[0]).not.toHaveProperty('Player')
    expect(said()[1]).toMatchObject({ owner: true, user: false, Account: { id: 4002 }, Player: { local: true } })
    expect(said()[4]).toMatchObject({ user: true, Metadata: { viewCount: 1 } })
    expect(said()[5]).not.toHaveProperty('Metadata')
    expect(heard.map(({ thumb }) => thumb > 0)).toEqual([true, true, true, false, false, false])
  })

  test('say a new series once, a season once, and every episode where that is asked for', async () => {
    server.add(FERRYMEN, [1])
    server.add(FERRYMEN, [1, 2])
    server.add(FERRYMEN, [3], { burst: true })
    await server.webhooks.settled()
    const types = said().map(({ Metadata }) => (Metadata as Item)['type'])
    expect(types).toEqual(['show', 'season', ...Array.from({ length: 10 }, () => 'episode')])
    expect(server.library.has(FERRYMEN, [1, 2, 3])).toBe(true)
    expect(server.library.has(FERRYMEN, [0])).toBe(false)
  })

  test('get lost, come twice and in another order, and tell of other servers', async () => {
    const shown = titlesAt('in-library').filter(({ mediaType }) => mediaType === 'movie')
    server.webhooks.repeat(2)
    server.add(SALT)
    await server.webhooks.settled()
    expect(heard).toHaveLength(2)
    server.webhooks.heal()
    server.webhooks.lose(1)
    server.add(COPPER)
    await server.webhooks.settled()
    expect(heard).toHaveLength(2)
    expect(server.webhooks.sent.at(-1)).toMatchObject({ lost: true })
    server.webhooks.heal()
    server.webhooks.shuffle(2)
    for (const title of shown) server.add(title)
    await until(() => heard.length === 2 + shown.length)
    server.webhooks.heal()
    server.otherServer(SALT)
    server.provider('Sintel of nowhere')
    await server.webhooks.settled()
    expect(said().at(-2)).toMatchObject({ event: 'library.new', owner: false, Server: { title: 'The cabin' } })
    expect(said().at(-1)).toMatchObject({ owner: false, user: true, Server: { uuid: 'tv.plex.provider.vod' } })
  })
})

test('a generated server pages through 20,000 films and 100,000 episodes without keeping them', async () => {
  const large = await startPlexServer({
    machineIdentifier: MACHINE,
    plexTv: tv,
    libraries: GENERATED_LIBRARIES,
    source: generatedSource(),
  })
  running.push(large)
  const count = async (path: string) =>
    (await ask(`${path}&X-Plex-Container-Start=0&X-Plex-Container-Size=0`, 'anna-token', {}, large)).totalSize
  expect(await count('/library/sections/1/all?type=1')).toBe(20_000)
  expect(await count('/library/sections/2/all?type=2')).toBe(2_000)
  expect(await count('/library/sections/2/all?type=4')).toBe(100_000)

  const keys = new Set<string>()
  let last = ''
  for (let start = 0, total = 1; start < total;) {
    const path = `/library/sections/1/all?type=1&sort=titleSort&includeGuids=1`
    const window = { 'x-plex-container-start': String(start), 'x-plex-container-size': '5000' }
    const page = await ask(path, 'anna-token', window, large)
    total = page.totalSize ?? 0
    expect(page.size).toBe(500)
    start += page.size
    for (const { ratingKey, title } of page.Metadata ?? []) {
      expect(title > last, title).toBe(true)
      keys.add(ratingKey)
      last = title
    }
  }
  expect(keys.size).toBe(20_000)

  const newest = '/library/sections/2/all?type=4&sort=addedAt:desc&X-Plex-Container-Start=0&X-Plex-Container-Size=3'
  const added = (await ask(newest, 'anna-token', {}, large)).Metadata?.map(({ addedAt }) => Number(addedAt)) ?? []
  expect(added.map((time) => (added[0] ?? 0) - time)).toEqual([0, 60, 120])
  expect(await count(`/library/sections/2/all?type=4&addedAt%3E%3E=${(added[2] ?? 0) - 60}`)).toBe(3)
  const [show] = (await ask('/library/sections/2/all?X-Plex-Container-Size=1', 'anna-token', {}, large)).Metadata ?? []
  const leaves = await ask(`/library/metadata/${show?.ratingKey}/allLeaves`, 'anna-token', {}, large)
  expect([leaves.size, leaves.Metadata?.[49]?.['grandparentTitle']]).toEqual([50, show?.title])
})
