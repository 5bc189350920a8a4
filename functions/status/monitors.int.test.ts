import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freePort, until } from '../../infra/test/fresh.ts'
import { quiet, type Rig, startRig } from '../../infra/test/rig.ts'
import { newId } from '../../bus/ids.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { readOnly } from '../../bus/pg/kysely.ts'
import { enterDomain } from '../../bus/pg/schema.ts'
import type { HostedFunctions } from '../../bus/start.ts'
import {
  AddMonitor,
  GetMonitor,
  ListMonitors,
  MonitorRemoved,
  RemoveMonitor,
  type Service,
  ServiceBoard,
  TryMonitor,
  UpdateMonitor,
} from '../../contracts/status.ts'
import { showTiles } from './board.ts'
import type { StatusTables } from './domain.ts'
import { statusFunctions } from './index.ts'
import { type TestBoard, testBoard } from './board-rig.test.ts'
import { startTarget, startTcpTarget, type TestTarget } from './target-rig.test.ts'

let rig: Rig
let hosts: HostedFunctions
let board: TestBoard
let web: TestTarget

beforeAll(async () => {
  web = await startTarget()
  rig = await startRig()
  hosts = await rig.host(statusFunctions)
  board = await testBoard(rig.link, rig.client, rig.who)
})
beforeEach(async () => {
  await hosts.pool.query('delete from status.monitor')
  web.code = 200
})
afterAll(async () => {
  await board.stop()
  await rig.stop()
  await web.stop()
})

const tileOf = (id: string): Promise<Service> =>
  until(async () => {
    const tile = await board.tile(id)
    return tile?.status === 'online' && tile
  })

test('an added monitor is on the board at once and is checked at once', async () => {
  const monitor = await board.add({ name: 'Sonarr', kind: 'http', target: `${web.url}/ping`, group: 'Series' })
  expect(monitor).toMatchObject({ name: 'Sonarr', intervalSeconds: 30, timeoutMs: 3000, acceptedCodes: ['200-299'] })
  expect(await board.tile(monitor.id)).toMatchObject({ name: 'Sonarr', group: 'Series' })
  const tile = await tileOf(monitor.id)
  expect(tile).toMatchObject({ error: null, uptimePercentage: 100, version: 2, recent: [tile.responseTimeMs] })
  expect(tile.responseTimeMs).toBeGreaterThan(0)
  expect(tile.since).toBe(tile.lastCheckAt)
  await until(() => board.changes(monitor.id).length === 1)
  expect(board.changes(monitor.id)).toMatchObject([{ from: 'unknown', status: 'online', version: 2, name: 'Sonarr' }])
})

test('a repeat of the command hears the same answer', async () => {
  const id = newId()
  const send = () =>
    rig.client.send(AddMonitor, { name: 'Twice', kind: 'http', target: web.url }, rig.who, { id, waitMs: 5000 })
  const first = await send()
  expect(first).toMatchObject({ state: 'done', outcome: { ok: true } })
  expect(await send()).toEqual(first)
})

test('a name that is taken, in whatever case, is a conflict', async () => {
  await board.add({ name: 'Plex', kind: 'http', target: web.url })
  const other = await board.add({ name: 'Tautulli', kind: 'http', target: web.url })
  const settings = { name: 'pLEX', kind: 'http', target: web.url } as const
  const conflict = { outcome: { code: 'CONFLICT', message: 'There is a monitor named "Plex" already.' } }
  expect(await rig.client.send(AddMonitor, settings, rig.who)).toMatchObject(conflict)
  expect(await rig.client.send(UpdateMonitor, { id: other.id, ...settings }, rig.who)).toMatchObject(conflict)
})

test('an update re-checks at once, keeps the history and may keep its own name', async () => {
  const { id } = await board.add({ name: 'Radarr', kind: 'http', target: `${web.url}/old` })
  await until(() => board.changes(id).length === 1)
  const settings = { id, name: 'RADARR', kind: 'tcp', target: `127.0.0.1:${await freePort()}` } as const
  const sent = await rig.client.send(UpdateMonitor, settings, rig.who, { waitMs: 5000 })
  expect(sent).toMatchObject({ outcome: { ok: true, data: { id, name: 'RADARR', kind: 'tcp' } } })
  await until(() => board.changes(id).length === 2)
  expect(await board.tile(id)).toMatchObject({
    name: 'RADARR',
    status: 'offline',
    uptimePercentage: 50,
    error: `connection refused by ${settings.target}`,
    version: 4,
  })
})

test('removing takes the rows and the tile', async () => {
  const { id } = await board.add({ name: 'Gone', kind: 'http', target: web.url })
  await until(() => board.changes(id).length === 1)
  const sent = await rig.client.send(RemoveMonitor, { id }, rig.who, { waitMs: 5000 })
  expect(sent).toMatchObject({ outcome: { ok: true, data: { id } } })
  expect(await board.tile(id)).toBeNull()
  const left = 'select 1 from status.check_result union all select 1 from status.check_hour'
  expect((await hosts.pool.query(left)).rowCount).toBe(0)
  await expect(rig.client.ask(GetMonitor, { id }, rig.who)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('no tile outlives its monitor, whatever overtakes what', async () => {
  const { id } = await board.add({ name: 'Ghost', kind: 'http', target: web.url })
  const tile = await tileOf(id)
  await hosts.pool.query('delete from status.monitor')
  // the check was committed before the removal and shows its tile after it
  const ctx = {
    db: readOnly<StatusTables>(hosts.pool, enterDomain('status', false)),
    state: () => stateStore(rig.link, ServiceBoard),
    live: () => {},
    log: quiet,
  }
  await showTiles(ctx, [{ ...tile, version: tile.version + 1 }])
  expect(await board.tile(id)).toBeNull()
  // the remover died before it could clear the tile
  await stateStore(rig.link, ServiceBoard).put(id, tile)
  await rig.client.publishEvent(MonitorRemoved, { monitorId: id, name: 'Ghost', version: 3 }, rig.who)
  await until(async () => (await board.tile(id)) === null)
})

test('what is not there is not found', async () => {
  const id = randomUUID()
  const notFound = { outcome: { ok: false, code: 'NOT_FOUND' } }
  const settings = { id, name: 'No', kind: 'http', target: web.url } as const
  expect(await rig.client.send(UpdateMonitor, settings, rig.who)).toMatchObject(notFound)
  expect(await rig.client.send(RemoveMonitor, { id }, rig.who)).toMatchObject(notFound)
})

test('monitors are listed by name, page by page', async () => {
  for (const name of ['delta', 'Alpha', 'charlie', 'Bravo', 'ünder'])
    await board.add({ name, kind: 'tcp', target: `127.0.0.1:${web.port}` })
  const names: string[] = []
  let cursor: string | undefined
  do {
    const page = await rig.client.ask(ListMonitors, { limit: 2, cursor }, rig.who)
    names.push(...page.items.map((item) => item.name))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  const all = await rig.client.ask(ListMonitors, {}, rig.who)
  expect(names).toEqual(all.items.map((item) => item.name))
  expect(names.slice(0, 4)).toEqual(['Alpha', 'Bravo', 'charlie', 'delta'])
  expect(await rig.client.ask(GetMonitor, { id: all.items[0]!.id }, rig.who)).toEqual(all.items[0])
  await expect(rig.client.ask(ListMonitors, { cursor: '***' }, rig.who)).rejects.toMatchObject({ code: 'INVALID' })
})

test('a trial says what it found and stores nothing', async () => {
  const tcp = await startTcpTarget()
  const trial = (settings: { kind: 'http' | 'tcp'; target: string; timeoutMs?: number; acceptedCodes?: string[] }) =>
    rig.client.ask(TryMonitor, settings, rig.who)
  expect(await trial({ kind: 'tcp', target: `127.0.0.1:${tcp.port}` })).toMatchObject({ status: 'online', error: null })
  expect(await trial({ kind: 'http', target: `${web.url}/moved` })).toMatchObject({ status: 'online' })
  web.code = 503
  expect(await trial({ kind: 'http', target: web.url })).toEqual({
    status: 'offline',
    responseTimeMs: null,
    error: 'answered 503 (expected 200-299)',
  })
  expect(await trial({ kind: 'http', target: `${web.url}/moved` })).toMatchObject({
    error: `answered 503 after a redirect to ${web.url}/there (expected 200-299)`,
  })
  expect(await trial({ kind: 'http', target: web.url, acceptedCodes: ['200', '500-503'] })).toMatchObject({
    status: 'online',
  })
  expect(await trial({ kind: 'http', target: `${web.url}/silent`, timeoutMs: 150 })).toMatchObject({
    error: 'no answer within 150 ms',
  })
  expect(await trial({ kind: 'http', target: 'http://nope.invalid/' })).toMatchObject({
    error: expect.stringMatching(/nope\.invalid/),
  })
  expect(await trial({ kind: 'http', target: `http://127.0.0.1:${tcp.port}/` })).toMatchObject({
    error: `127.0.0.1:${tcp.port} closed the connection without an answer`,
  })
  expect(await trial({ kind: 'http', target: `https://127.0.0.1:${web.port}/` })).toMatchObject({
    error: expect.stringContaining('does not speak TLS'),
  })
  await tcp.stop()
  expect(await trial({ kind: 'tcp', target: `127.0.0.1:${tcp.port}` })).toMatchObject({
    error: `connection refused by 127.0.0.1:${tcp.port}`,
  })
  expect((await rig.client.ask(ListMonitors, {}, rig.who)).items).toEqual([])
})

test('a redirect is followed to where it leads, and judged itself where the codes speak of redirects', async () => {
  web.code = 200
  const trial = async (path: string, acceptedCodes?: (string | number)[]) => {
    const settings = { kind: 'http' as const, target: `${web.url}${path}`, ...(acceptedCodes ? { acceptedCodes } : {}) }
    return (await rig.client.ask(TryMonitor, settings, rig.who)).error
  }
  expect(await trial('/to?/to?/moved')).toBe(null)
  expect(await trial('/moved', [302])).toBe(null)
  expect(await trial('/to?http://127.0.0.1:1/', ['200-399'])).toBe(null)
  expect(await trial('/moved', [200, 301])).toBe('answered 302 (expected 200, 301)')
  expect(await trial('/', ['302'])).toBe('answered 200 (expected 302)')
  expect(await trial('/to?http://127.0.0.1:1/')).toMatch(
    /^redirects to http:\/\/127\.0\.0\.1:1\/: connection refused by 127\.0\.0\.1:1$/,
  )
  expect(await trial('/to?http://me:word@nope.invalid/')).toMatch(
    /^redirects to http:\/\/nope\.invalid\/: .*nope\.invalid/,
  )
  expect(await trial('/to?ftp://nas/')).toBe('answered 302 with a redirect to no HTTP address')
  expect(await trial('/circle')).toBe('redirects in a circle')
})

test.each([
  { name: 'x', kind: 'http', target: 'plex' },
  { name: 'x', kind: 'tcp', target: 'http://plex:1' },
  { name: 'x', kind: 'http', target: 'http://plex/', intervalSeconds: 4 },
  { name: 'x', kind: 'http', target: 'http://plex/', acceptedCodes: ['299-200'] },
  { name: 'a\u0000b', kind: 'http', target: 'http://plex/' },
] as const)('%o is refused before it is stored', (settings) => {
  expect(AddMonitor.schema.safeParse(settings).success).toBe(false)
})
