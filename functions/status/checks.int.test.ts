import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { hosted } from '../../bus/host.ts'
import { publishSlot } from '../../bus/schedule.ts'
import type { HostedFunctions } from '../../bus/start.ts'
import { RecordChecks, RemoveMonitor, type Service } from '../../contracts/status.ts'
import { statusFunctions } from './index.ts'
import purgeResults from './purge-results.ts'
import { type TestBoard, testBoard } from './board-rig.test.ts'
import { startTarget, type TestTarget } from './target-rig.test.ts'

let rig: Rig
let hosts: HostedFunctions
let other: HostedFunctions
let board: TestBoard
let web: TestTarget

beforeAll(async () => {
  web = await startTarget()
  rig = await startRig()
  hosts = await rig.host(statusFunctions)
  other = await rig.host(statusFunctions)
  board = await testBoard(rig.link, rig.client, rig.who)
})
beforeEach(async () => {
  await hosts.pool.query('delete from status.monitor')
})
afterAll(async () => {
  await board.stop()
  await rig.stop()
  await web.stop()
})

const tileWhen = (id: string, is: (tile: Service) => boolean, timeoutMs = 5000): Promise<Service> =>
  until(
    async () => {
      const tile = await board.tile(id)
      return tile && is(tile) ? tile : null
    },
    { timeoutMs, what: `a tile with ${is.toString()}` },
  )

test('a service that stops turns offline with the reason, and online when it is back, one event each', async () => {
  const { id } = await board.add({ name: 'Stops', kind: 'http', target: `${web.url}/stops`, intervalSeconds: 3600 })
  const up = await tileWhen(id, (tile) => tile.status === 'online')
  await web.stop()
  await board.check(hosts)
  const down = await tileWhen(id, (tile) => tile.status === 'offline')
  expect(down).toMatchObject({ error: `connection refused by 127.0.0.1:${web.port}`, responseTimeMs: null })
  expect(down.recent).toEqual([up.responseTimeMs, null])
  expect(down.version).toBeGreaterThan(up.version)
  await board.check(hosts)
  const still = await tileWhen(id, (tile) => tile.version > down.version)
  expect(still).toMatchObject({ status: 'offline', since: down.since })
  await web.start()
  await board.check(hosts)
  const back = await tileWhen(id, (tile) => tile.status === 'online')
  expect(back).toMatchObject({ error: null, uptimePercentage: 50 })
  await until(() => board.changes(id).length === 3)
  expect(board.changes(id).map((change) => [change.from, change.status])).toEqual([
    ['unknown', 'online'],
    ['online', 'offline'],
    ['offline', 'online'],
  ])
  expect(board.changes(id)[1]).toMatchObject({ error: down.error, at: down.since, version: down.version })
})

test('two processes make each due check once, however many slots there are', async () => {
  const added = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      board.add({ name: `Shared ${i}`, kind: 'http', target: `${web.url}/shared/${i}`, intervalSeconds: 3600 }),
    ),
  )
  for (const { id } of added) await tileWhen(id, (tile) => tile.version === 2)
  const done = `select 1 from status._inbox where function = 'status.check-due'`
  const before = (await hosts.pool.query(done)).rowCount ?? 0
  await board.check(hosts, 12)
  for (const { id } of added) await tileWhen(id, (tile) => tile.version === 3)
  // a slot that finds nothing due has no trace but its claim: wait for all of them
  await until(async () => ((await hosts.pool.query(done)).rowCount ?? 0) >= before + 12)
  expect(added.map((_, i) => web.hits.get(`/shared/${i}`))).toEqual(added.map(() => 2))
})

test('the clock alone checks every 5 s', async () => {
  const { id } = await board.add({ name: 'Clock', kind: 'http', target: `${web.url}/clock`, intervalSeconds: 5 })
  const first = await tileWhen(id, (tile) => tile.version === 2)
  const third = await tileWhen(id, (tile) => tile.version === 4, 14_000)
  const apart = Date.parse(third.lastCheckAt ?? '') - Date.parse(first.lastCheckAt ?? '')
  expect(apart).toBeGreaterThan(7000)
  expect(apart).toBeLessThan(13_500)
  expect(web.hits.get('/clock')).toBe(3)
})

test('one that does not answer holds nobody back, and is not asked twice meanwhile', async () => {
  const slow = await board.add({ name: 'Slow', kind: 'http', target: `${web.url}/silent/slow`, timeoutMs: 2500 })
  const quick = await board.add({ name: 'Quick', kind: 'http', target: `${web.url}/quick`, intervalSeconds: 3600 })
  const before = await tileWhen(slow.id, (tile) => tile.status === 'offline')
  expect(before.error).toBe('no answer within 2.5 s')
  await tileWhen(quick.id, (tile) => tile.status === 'online')
  const began = performance.now()
  await board.check(hosts)
  await tileWhen(quick.id, (tile) => tile.version === 3)
  expect(performance.now() - began).toBeLessThan(2300)
  // two more slots while the first still waits for the slow one
  const unit = hosted(
    other.host,
    statusFunctions.find((fn) => fn.name === 'status.check-due')!,
  )
  await publishSlot(unit, Date.now() + 500)
  await publishSlot(unit, Date.now() + 501)
  await tileWhen(slow.id, (tile) => tile.version === 3)
  expect(web.hits.get('/silent/slow')).toBe(2)
})

test('a result that is out of date changes nothing', async () => {
  const { id } = await board.add({ name: 'Late', kind: 'http', target: web.url, intervalSeconds: 3600 })
  const tile = await tileWhen(id, (tile) => tile.status === 'online')
  const at = new Date().toISOString()
  const check = { monitorId: id, version: 1, at, nextCheckAt: at, responseTimeMs: null, error: 'old news' }
  expect(await rig.client.ask(RecordChecks, { checks: [check] }, rig.who)).toEqual({ recorded: 0 })
  expect(await board.tile(id)).toEqual(tile)
  expect(board.changes(id)).toHaveLength(1)
})

test('a change is in the journal within a second of its check', async () => {
  const { id } = await board.add({ name: 'Prompt', kind: 'http', target: web.url, intervalSeconds: 3600 })
  await until(() => board.changes(id).length === 1)
  await web.stop()
  await board.check(hosts)
  const change = await until(() => board.changes(id)[1], { everyMs: 5 })
  expect(Date.now() - Date.parse(change.at)).toBeLessThan(1000)
  await web.start()
})

test('uptime is that of the last 24 hours, and never 100 after a failure', async () => {
  const { id } = await board.add({ name: 'Uptime', kind: 'http', target: web.url, intervalSeconds: 3600 })
  await tileWhen(id, (tile) => tile.version === 2)
  const hour = `insert into status.check_hour (monitor_id, at, good, checks, degraded, excluded, sum_ms)
    values ($1, date_trunc('hour', now()) - $2::interval, $3, $4, 0, 0, 0)`
  await hosts.pool.query(hour, [id, '25 hours', 0, 100])
  await board.check(hosts)
  expect(await tileWhen(id, (tile) => tile.version === 3)).toMatchObject({ uptimePercentage: 100 })
  await hosts.pool.query(hour, [id, '22 hours', 99_999, 100_000])
  await board.check(hosts)
  expect(await tileWhen(id, (tile) => tile.version === 4)).toMatchObject({ uptimePercentage: 99.99 })
})

test('the results are kept raw, and no longer than they are wanted', async () => {
  const { id } = await board.add({ name: 'Kept', kind: 'http', target: web.url, intervalSeconds: 3600 })
  await tileWhen(id, (tile) => tile.status === 'online')
  const rows = () => hosts.pool.query<{ status: string; error: string | null }>('select * from status.check_result')
  expect((await rows()).rows).toMatchObject([{ status: 'online', error: null }])
  await hosts.pool.query(`update status.check_result set at = at - interval '47 hours'`)
  await publishSlot(hosted(hosts.host, purgeResults), Date.now())
  await until(async () => {
    const done = `select 1 from status._inbox where function = 'status.purge-results'`
    return (await hosts.pool.query(done)).rowCount === 1
  })
  expect((await rows()).rowCount).toBe(1)
  await hosts.pool.query(`update status.check_result set at = at - interval '2 hours'`)
  await publishSlot(hosted(hosts.host, purgeResults), Date.now())
  await until(async () => (await rows()).rowCount === 0)
})

test('500 monitors are checked in one slot', async () => {
  await hosts.pool.query(
    `insert into status.monitor (id, name, kind, target, interval_seconds, timeout_ms, accepted_codes, created_at,
       updated_at, version, status, next_check_at)
     select gen_random_uuid(), 'Many ' || i, 'http', $1 || '/many/' || i, 3600, 3000, '{200-299}', now(), now(), 1,
       'unknown', now() + interval '1 hour' from generate_series(1, 500) i`,
    [web.url],
  )
  await board.check(hosts)
  const online = `select 1 from status.monitor where status = 'online' and version = 2`
  await until(async () => (await hosts.pool.query(online)).rowCount === 500, { timeoutMs: 20_000 })
  await until(async () => (await board.ids()).length >= 500)
})

test('a new process brings the board to what the rows say', async () => {
  const kept = await board.add({ name: 'Kept', kind: 'http', target: web.url, intervalSeconds: 3600 })
  const gone = await board.add({ name: 'Gone', kind: 'http', target: web.url, intervalSeconds: 3600 })
  const ahead = await board.add({ name: 'Ahead', kind: 'http', target: web.url, intervalSeconds: 3600 })
  const tile = await tileWhen(kept.id, (tile) => tile.status === 'online')
  for (const { id } of [gone, ahead]) await tileWhen(id, (tile) => tile.status === 'online')
  await hosts.pool.query('delete from status.monitor where id = $1', [gone.id])
  await hosts.pool.query('update status.monitor set version = 1 where id = $1', [ahead.id])
  await (await rig.host(statusFunctions)).stop()
  expect(await board.ids()).toEqual(expect.arrayContaining([kept.id, ahead.id]))
  expect(await board.ids()).toHaveLength(2)
  expect(await board.tile(ahead.id)).toMatchObject({ version: 1 })

  await rig.link.jsm.streams.delete(`KV_${rig.namespace}_status_board_v1`)
  await web.stop()
  await board.check(hosts)
  // no board to write to, but what happened is told all the same
  await until(() => board.changes(kept.id).length === 2)
  await web.start()
  await (await rig.host(statusFunctions)).stop()
  expect(await board.tile(kept.id)).toMatchObject({ status: 'offline', version: tile.version + 1 })
  await rig.client.send(RemoveMonitor, { id: kept.id }, rig.who, { waitMs: 5000 })
  expect(await board.tile(kept.id)).toBeNull()
})
