import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HostedFunctions } from '../../bus/start.ts'
import { GetTiles, type Service } from '../../contracts/status.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { type TestBoard, testBoard } from './board-rig.test.ts'
import { statusFunctions } from './index.ts'
import { startTarget, type TestTarget } from './target-rig.test.ts'

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
  web.answers.clear()
  web.code = 200
})
afterAll(async () => {
  await board.stop()
  await rig.stop()
  await web.stop()
})

const tileWhen = (id: string, is: (tile: Service) => boolean): Promise<Service> =>
  until(
    async () => {
      const tile = await board.tile(id)
      return tile && is(tile) ? tile : null
    },
    { what: `a tile with ${is.toString()}` },
  )

const rows = async (query: string): Promise<unknown[]> => (await hosts.pool.query<object>(query)).rows

test('failures are put up with as often as was said, counted as failures, and looked at again soon', async () => {
  const settings = { intervalSeconds: 3600, retries: 1, retrySeconds: 7 }
  const { id } = await board.add({ name: 'Patient', kind: 'http', target: web.url, ...settings })
  await tileWhen(id, ({ status }) => status === 'online')
  web.code = 503
  await board.check(hosts)
  const tile = await tileWhen(id, ({ failures }) => failures === 1)
  expect(tile).toMatchObject({ status: 'online', error: 'answered 503 (expected 200-299)', uptimePercentage: 50 })
  const next = 'select extract(epoch from next_check_at - last_check_at)::int as seconds from status.monitor'
  expect(await rows(next)).toEqual([{ seconds: 7 }])
  await board.check(hosts)
  await tileWhen(id, ({ status, failures }) => status === 'offline' && failures === 2)
  expect(await rows('select status from status.check_result order by at')).toEqual(
    ['online', 'offline', 'offline'].map((status) => ({ status })),
  )
  await until(() => board.changes(id).length === 2)
})

test('what one service says cannot keep the results of others from being stored', async () => {
  const settings = { intervalSeconds: 3600, options: { jsonPath: '$.state', jsonEquals: 'ok' } }
  const half = `${'x'.repeat(79)}😀`
  const hostile = await Promise.all(
    ['"a\\u0000b"', '"\\ud800"', JSON.stringify(half)].map((state, i) => {
      web.answers.set(`/${i}`, { body: `{"state":${state}}` })
      return board.add({ name: `Hostile ${i}`, kind: 'http', target: `${web.url}/${i}`, ...settings })
    }),
  )
  const { id } = await board.add({ name: 'Bystander', kind: 'http', target: web.url, intervalSeconds: 3600 })
  await tileWhen(id, ({ status }) => status === 'online')
  const { version } = (await board.tile(id))!
  await board.check(hosts)
  await tileWhen(id, (tile) => tile.version > version)
  const said = await Promise.all(hostile.map((one) => tileWhen(one.id, ({ status }) => status === 'offline')))
  expect(said.map(({ error }) => error)).toEqual([
    '$.state is a b and not ok',
    '$.state is \uFFFD and not ok',
    `$.state is ${'x'.repeat(79)}… and not ok`,
  ])
})

test('a slow answer is a degraded one, kept with its time in its hour', async () => {
  web.answers.set('/slow', { afterMs: 60 })
  const settings = { intervalSeconds: 3600, degradedAboveMs: 50, group: 'Slow ones' }
  const { id } = await board.add({ name: 'Slow', kind: 'http', target: `${web.url}/slow`, ...settings })
  const tile = await tileWhen(id, ({ status }) => status === 'degraded')
  expect(tile.error).toMatch(/^took \d+ ms, more than the 50 ms that it is allowed$/)
  await board.check(hosts)
  await tileWhen(id, ({ version }) => version === 3)
  const [hour] = (await rows('select * from status.check_hour')) as Record<string, number>[]
  expect(hour).toMatchObject({ checks: 2, good: 2, degraded: 2, excluded: 0 })
  expect(hour?.['min_ms']).toBeGreaterThan(50)
  expect(hour?.['sum_ms']).toBeCloseTo((hour?.['min_ms'] ?? 0) + (hour?.['max_ms'] ?? 0), 1)
  await until(() => board.changes(id).length === 1)
  expect(board.changes(id)[0]).toMatchObject({ group: 'Slow ones', change: 1, maintenanceId: null, becauseOf: null })
})

test('checks in maintenance count neither way, and say which window it was', async () => {
  const { id } = await board.add({ name: 'Served', kind: 'http', target: web.url, intervalSeconds: 3600 })
  await tileWhen(id, ({ status }) => status === 'online')
  const window = '7f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11'
  await hosts.pool.query(
    `update status.monitor set maintenance_id = $1, maintenance_title = 'New disk', version = version + 1`,
    [window],
  )
  web.code = 503
  await board.check(hosts)
  expect(await tileWhen(id, ({ status }) => status === 'offline')).toMatchObject({
    uptimePercentage: 100,
    maintenance: { id: window, title: 'New disk' },
  })
  expect(await rows('select checks, good, excluded from status.check_hour')).toEqual([
    { checks: 1, good: 1, excluded: 1 },
  ])
  expect(await rows('select excluded from status.check_result order by at')).toEqual([
    { excluded: false },
    { excluded: true },
  ])
  await until(() => board.changes(id).length === 2)
  expect(board.changes(id)[1]).toMatchObject({ maintenanceId: window, change: 2 })
})

test('every change of state is a row under the id of its event, and the tiles count them', async () => {
  const { id } = await board.add({ name: 'Counted', kind: 'http', target: web.url, intervalSeconds: 3600 })
  await tileWhen(id, ({ status }) => status === 'online')
  web.code = 500
  await board.check(hosts)
  await tileWhen(id, ({ status }) => status === 'offline')
  await until(() => board.changes(id).length === 2)
  expect(await rows('select id, change, from_status, status, error from status.transition order by change')).toEqual([
    { id: board.changeIds(id)[0], change: 1, from_status: 'unknown', status: 'online', error: null },
    {
      id: board.changeIds(id)[1],
      change: 2,
      from_status: 'online',
      status: 'offline',
      error: 'answered 500 (expected 200-299)',
    },
  ])
  expect((await rig.client.ask(GetTiles, {}, rig.who)).items).toMatchObject([{ id, change: 2, status: 'offline' }])
})

test('checks are made when they are due, not when a slot begins', async () => {
  const began = Date.now()
  const many = 40
  await hosts.pool.query(
    `insert into status.monitor (id, name, kind, target, interval_seconds, timeout_ms, accepted_codes, created_at,
       updated_at, version, status, next_check_at)
     select gen_random_uuid(), 'Due ' || i, 'http', $1, 3600, 3000, '{200-299}', now(), now(), 1, 'unknown',
       to_timestamp($2::float8 / 1000) + i * interval '50 milliseconds' from generate_series(1, ${many}) i`,
    [web.url, began + 500],
  )
  await board.slot(hosts, began)
  const query = `select extract(epoch from last_check_at)::float8 * 1000 as at, substring(name from 5)::int as i
    from status.monitor where version = 2`
  const made = await until(
    async () => {
      const found = (await rows(query)) as { at: number; i: number }[]
      return found.length === many && found
    },
    { timeoutMs: 10_000 },
  )
  const late = made.map(({ at, i }) => at - (began + 500 + i * 50)).toSorted((a, b) => a - b)
  expect(late[0]).toBeGreaterThanOrEqual(-2)
  // a slot that makes all of them at its end, or at that of the next, is later than this by half
  expect(late[Math.floor(many / 2)]).toBeLessThan(500)
})
