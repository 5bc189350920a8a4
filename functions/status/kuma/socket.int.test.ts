import { afterEach, beforeEach, expect, test } from 'vitest'
import { RemoveMonitor, UpdateMonitor } from '../../../contracts/status.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type KumaRig, startKumaRig, tileAs } from './kuma-rig.test.ts'

let at: KumaRig
beforeEach(async () => {
  at = await startKumaRig({ username: 'ada', password: 'the-password' })
})
afterEach(() => at.stop())

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000)
const login = { username: 'ada', password: 'the-password' }
const changesOf = (name: string) => at.events('status.changed').filter((change) => change['name'] === name)
const isOnline = ({ status }: { status: string }): boolean => status === 'online'
const isOffline = ({ status }: { status: string }): boolean => status === 'offline'

test('its monitors and their history are on the board, and a live beat within a second', async () => {
  const { kuma } = at.kuma
  const shows = kuma.add({ name: 'Shows', url: 'http://127.0.0.1:9/shows' })
  const history = [
    [90, 1],
    [70, 0],
    [50, 1],
    [30, 1],
    [10, 1],
  ] as const
  for (const [seconds, status] of history)
    kuma.beat(shows.id, { status, ping: status === 1 ? seconds : null, at: ago(seconds), quietly: true })
  await at.connect(login)

  const tile = await tileAs(at, 'Shows', isOnline)
  expect(tile).toMatchObject({
    kind: 'http',
    group: 'Uptime Kuma',
    source: 'uptime-kuma',
    responseTimeMs: 10,
    lastKnownAt: null,
    uptimePercentage: 80,
    recent: [90, null, 30, 50, 10],
  })
  const results = await at.pool.query<{ status: string }>(
    'select status from status.check_result where monitor_id = $1 order by at',
    [tile.id],
  )
  expect(results.rows.map(({ status }) => status)).toEqual(['online', 'offline', 'online', 'online', 'online'])
  // an outage that was over before it stood here is history and no news
  await until(() => changesOf('Shows').length === 1)
  expect(changesOf('Shows')[0]).toMatchObject({ from: 'unknown', status: 'online', change: 1 })

  const began = performance.now()
  kuma.beat(shows.id, { status: 0, msg: 'Request failed with status code 500' })
  const down = await tileAs(at, 'Shows', isOffline)
  expect(performance.now() - began).toBeLessThan(1000)
  expect(down.error).toBe('Request failed with status code 500')
  await until(() => changesOf('Shows').length === 2)
})

test('the password is used once; what was missed while we were away is caught up, each change once', async () => {
  const { kuma } = at.kuma
  const shows = kuma.add({ name: 'Shows', url: 'http://127.0.0.1:9/shows' })
  kuma.beat(shows.id, { status: 1, at: ago(300), quietly: true })
  await at.connect(login)
  const { id } = await tileAs(at, 'Shows', isOnline)
  // another client signs in, so that all lists come again
  kuma.beat(shows.id, { status: 1, at: ago(280) })
  const { rows } = await until(async () => {
    const kept = await at.pool.query<{ token: string }>('select token from status.source where token is not null')
    return kept.rowCount === 1 && kept
  })
  expect(rows[0]!.token).not.toContain('eyJ')

  const script = [1, 0, 0, 1, 0, 2, 1, 1, 0] as const
  await at.restart(async () => {
    for (const [i, status] of script.entries()) kuma.beat(shows.id, { status, at: ago(200 - 20 * i) })
  })
  await tileAs(at, 'Shows', isOffline)
  await until(() => changesOf('Shows').length === 6)
  await at.restart()
  kuma.beat(shows.id, { status: 1 })
  await until(() => changesOf('Shows').length === 7)
  expect(changesOf('Shows').map(({ status, change }) => [change, status])).toEqual([
    [1, 'online'],
    [2, 'offline'],
    [3, 'online'],
    [4, 'offline'],
    [5, 'online'],
    [6, 'offline'],
    [7, 'online'],
  ])
  const stored = await at.pool.query('select at from status.check_result where monitor_id = $1', [id])
  // pending says nothing
  expect(stored.rowCount).toBe(2 + script.length - 1 + 1)
  const told = await at.pool.query('select id from status.transition where monitor_id = $1', [id])
  expect(told.rowCount).toBe(7)
  expect(kuma.signIns.password).toBe(1)
  expect(kuma.signIns.token).toBeGreaterThanOrEqual(2)
})

test('an absence that is longer than what is listed is caught up too', async () => {
  const { kuma } = at.kuma
  const shows = kuma.add({ name: 'Shows', url: 'http://127.0.0.1:9/shows' })
  kuma.beat(shows.id, { status: 1, at: ago(4000), quietly: true })
  await at.connect(login)
  const { id } = await tileAs(at, 'Shows', isOnline)
  await at.restart(async () => {
    // down and up again long before the first of the hundred that are listed
    for (let i = 0; i < 180; i += 1) kuma.beat(shows.id, { status: i === 20 ? 0 : 1, at: ago(3900 - 20 * i) })
  })
  await until(() => changesOf('Shows').length === 3)
  expect(changesOf('Shows').map(({ status }) => status)).toEqual(['online', 'offline', 'online'])
  const stored = await at.pool.query('select 1 from status.check_result where monitor_id = $1', [id])
  expect(stored.rowCount).toBe(181)
  // late as they are, their 5 minutes count them, up to where the clock of the roll-up does
  const rolled = await at.pool.query<{ checks: number }>(
    `select coalesce(sum(checks), 0)::int as checks from status.check_5m where monitor_id = $1 and at < date_bin('5 minutes', now() - interval '10 minutes', 'epoch')`,
    [id],
  )
  const raw = await at.pool.query(
    `select 1 from status.check_result where monitor_id = $1 and at < date_bin('5 minutes', now() - interval '10 minutes', 'epoch')`,
    [id],
  )
  expect(rolled.rows[0]?.checks).toBe(raw.rowCount)
})

test('what is in a group is paused and resumed with it', async () => {
  const { kuma } = at.kuma
  const group = kuma.add({ name: 'Shelf', type: 'group' })
  const disk = kuma.add({ name: 'Disk', url: 'http://127.0.0.1:9/', parent: group.id })
  kuma.beat(disk.id, { status: 1 })
  await at.connect(login)
  await tileAs(at, 'Disk', isOnline)
  kuma.change(group.id, { active: false })
  await tileAs(at, 'Disk', ({ error }) => error === 'Paused in Uptime Kuma.')
  kuma.change(group.id, { active: true })
  await tileAs(at, 'Disk', ({ status, error }) => status === 'unknown' && error === null)
  kuma.beat(disk.id, { status: 1 })
  await tileAs(at, 'Disk', isOnline)
})

test('what is added, changed, paused and removed there is so here, and by nobody else', async () => {
  const { kuma } = at.kuma
  await at.connect(login)
  await tileAs(at, 'Films', isOnline)
  const group = kuma.add({ name: 'Downloads', type: 'group' })
  const port = kuma.add({ name: 'films', type: 'port', hostname: '127.0.0.1', port: 9, parent: group.id })
  const tile = await tileAs(at, 'films (Uptime Kuma)', ({ kind }) => kind === 'tcp')
  expect(tile).toMatchObject({ status: 'unknown', group: 'Downloads' })
  expect(await at.tile('Downloads')).toBeUndefined()
  const { rig } = at
  const fields = { name: 'Mine', kind: 'tcp' as const, target: '127.0.0.1:9' }
  const refused = { outcome: { ok: false, code: 'CONFLICT', message: expect.stringContaining('lives in Uptime Kuma') } }
  expect(await rig.client.send(UpdateMonitor, { id: tile.id, ...fields }, rig.who, { waitMs: 5000 })).toMatchObject(
    refused,
  )
  expect(await rig.client.send(RemoveMonitor, { id: tile.id }, rig.who, { waitMs: 5000 })).toMatchObject(refused)

  kuma.beat(port.id, { status: 1, ping: 0 })
  await tileAs(at, tile.name, isOnline)
  kuma.change(port.id, { name: 'Torrents', active: false })
  const paused = await tileAs(at, 'Torrents', ({ status }) => status === 'unknown')
  expect(paused).toMatchObject({ id: tile.id, error: 'Paused in Uptime Kuma.' })
  kuma.change(port.id, { active: true })
  kuma.beat(port.id, { status: 1, ping: 0 })
  await tileAs(at, 'Torrents', isOnline)
  await until(() => changesOf('Torrents').length === 2)
  expect(changesOf('Torrents').map(({ from, status }) => [from, status])).toEqual([
    ['online', 'unknown'],
    ['unknown', 'online'],
  ])

  kuma.beat(port.id, { status: 3 })
  const kept = await tileAs(at, 'Torrents', ({ maintenance }) => maintenance !== null)
  expect(kept.status).toBe('online')
  kuma.beat(port.id, { status: 2 })
  kuma.beat(port.id, { status: 0 })
  await tileAs(at, 'Torrents', ({ status, maintenance }) => status === 'offline' && maintenance === null)
  const excluded = await at.pool.query('select 1 from status.check_result where excluded and monitor_id = $1', [
    tile.id,
  ])
  expect(excluded.rowCount).toBe(1)

  kuma.remove(port.id)
  await until(async () => (await at.tile('Torrents')) === undefined)
  await at.disconnect()
  await until(async () => (await at.tiles()).length === 0)
  const removed = () => at.events('status.monitor-removed').map(({ name }) => name)
  await until(() => removed().length >= 3)
  expect(removed()).toEqual(expect.arrayContaining(['Torrents', 'Films']))
})

test('no secret that it tells is kept, told on or logged', async () => {
  const { kuma } = at.kuma
  const planted = {
    basic_auth_user: 'PLANTED-1',
    basic_auth_pass: 'PLANTED-2',
    pushToken: 'PLANTED-3',
    headers: '{"authorization":"PLANTED-4"}',
    body: 'PLANTED-5',
    bearer_token: 'PLANTED-6',
    databaseConnectionString: 'postgres://PLANTED-7',
    oauth_client_secret: 'PLANTED-8',
    description: 'PLANTED-9',
  }
  const one = kuma.add({ name: 'One', url: 'http://user:PLANTED-10@127.0.0.1:9/', ...planted })
  const two = kuma.add({ name: 'Two', url: 'http://127.0.0.1:9/api?apikey=PLANTED-11', ...planted })
  const three = kuma.add({ name: 'Three', type: 'postgres', ...planted })
  for (const { id } of [one, two, three])
    kuma.beat(id, { status: 0, msg: 'no answer of http://me:PLANTED-12@127.0.0.1:9/api?apikey=PLANTED-13' })
  await at.connect(login)
  for (const name of ['One', 'Two', 'Three'])
    expect(await tileAs(at, name, isOffline)).toMatchObject({
      kind: 'push',
      error: 'no answer of http://127.0.0.1:9/api',
    })
  kuma.change(one.id, { description: 'PLANTED-14' })
  kuma.change(one.id, { name: 'Uno' })
  await until(() => at.tile('Uno'))

  const { rows: tables } = await at.pool.query<{ place: string }>(
    `select format('%I.%I', table_schema, table_name) as place from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  )
  expect(tables.length).toBeGreaterThan(10)
  for (const { place } of tables) {
    const { rows } = await at.pool.query(
      `select t::text from ${place} t where t::text like '%PLANTED%' or t::text like '%the-password%'`,
    )
    expect(rows, place).toEqual([])
  }
  expect(at.logged.length).toBeGreaterThan(0)
  expect(at.logged.filter((line) => /PLANTED|the-password|eyJ/.test(line))).toEqual([])
  expect(JSON.stringify(at.events('status.monitor-added'))).not.toContain('PLANTED')
  expect(JSON.stringify(await at.tiles())).not.toContain('PLANTED')
})
