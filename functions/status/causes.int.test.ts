import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HostedFunctions } from '../../bus/start.ts'
import type { InputOf } from '../../contracts/define.ts'
import { type AddMonitor, RemoveMonitor, type Service, UpdateMonitor } from '../../contracts/status.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { type TestBoard, testBoard } from './board-rig.test.ts'
import { statusFunctions } from './index.ts'
import { startTarget, type TestTarget } from './target-rig.test.ts'

let rig: Rig
let hosts: HostedFunctions
let board: TestBoard
let router: TestTarget
let vpn: TestTarget
let app: TestTarget
const targets = () => [router, vpn, app]

beforeAll(async () => {
  ;[router, vpn, app] = await Promise.all([startTarget(), startTarget(), startTarget()])
  rig = await startRig()
  hosts = await rig.host(statusFunctions)
  board = await testBoard(rig.link, rig.client, rig.who)
})
beforeEach(async () => {
  await hosts.pool.query('delete from status.monitor')
  for (const target of targets()) target.code = 200
})
afterAll(async () => {
  await board.stop()
  await rig.stop()
  for (const target of targets()) await target.stop()
})

type Settings = Partial<InputOf<typeof AddMonitor>>

const add = async (name: string, target: TestTarget, more: Settings = {}): Promise<string> => {
  const { id } = await board.add({ name, kind: 'http', target: target.url, intervalSeconds: 3600, ...more })
  await tileWhen(id, ({ status }) => status === 'online')
  return id
}

const tileWhen = (id: string, is: (tile: Service) => boolean): Promise<Service> =>
  until(
    async () => {
      const tile = await board.tile(id)
      return tile && is(tile) ? tile : null
    },
    { what: `a tile with ${is.toString()}` },
  )

/** Makes the checks of these due, and nobody else's. */
const due = async (...ids: string[]): Promise<void> => {
  await hosts.pool.query(`update status.monitor set next_check_at = now() + interval '1 hour'`)
  await hosts.pool.query('update status.monitor set next_check_at = now() where id = any($1)', [ids])
  await board.slot(hosts)
}

const changes = async (id: string) =>
  (
    await hosts.pool.query<{ status: string; because_of: string | null; change: number }>(
      'select status, because_of, change from status.transition where monitor_id = $1 order by change',
      [id],
    )
  ).rows

test('a child that is asked first has its parents asked too: one failure of its own, at the root', async () => {
  const routerId = await add('Router', router)
  const vpnId = await add('VPN', vpn, { dependsOn: [routerId] })
  const appId = await add('App', app, { dependsOn: [vpnId] })
  for (const target of targets()) target.code = 503
  await due(appId)
  const down = await tileWhen(appId, ({ status }) => status === 'offline')
  expect(down.becauseOf).toEqual({ id: routerId, name: 'Router' })
  expect(await tileWhen(vpnId, ({ status }) => status === 'offline')).toMatchObject({ becauseOf: { id: routerId } })
  expect(await tileWhen(routerId, ({ status }) => status === 'offline')).toMatchObject({ becauseOf: null })
  await until(() => board.changes(appId).length === 2 && board.changes(routerId).length === 2)
  expect(board.changes(appId)[1]).toMatchObject({ status: 'offline', becauseOf: { id: routerId }, change: 2 })
  expect(board.changes(routerId)[1]).toMatchObject({ status: 'offline', becauseOf: null })
  expect(await changes(appId)).toEqual([
    { status: 'online', because_of: null, change: 1 },
    { status: 'offline', because_of: routerId, change: 2 },
  ])
})

test('a parent that fails first takes the blame as well, and a child behind it that failed before', async () => {
  const vpnId = await add('VPN', vpn)
  const appId = await add('App', app, { dependsOn: [vpnId] })
  app.code = 503
  await due(appId)
  expect(await tileWhen(appId, ({ status }) => status === 'offline')).toMatchObject({ becauseOf: null })
  vpn.code = 503
  await due(vpnId)
  await tileWhen(vpnId, ({ status }) => status === 'offline')
  expect(await tileWhen(appId, ({ becauseOf }) => becauseOf !== null)).toMatchObject({ becauseOf: { id: vpnId } })
  const told = await until(() => board.causes(appId)[0])
  expect(told).toMatchObject({ status: 'offline', becauseOf: { id: vpnId, name: 'VPN' }, change: 2, step: 3 })
  // changes and causes are one count without gaps
  vpn.code = 200
  app.code = 200
  await due(vpnId)
  await tileWhen(appId, ({ status }) => status === 'online')
  await until(() => board.changes(appId).length === 3)
  expect(board.changes(appId).map(({ change, step }) => [change, step])).toEqual([
    [1, 1],
    [2, 2],
    [3, 4],
  ])
})

test('when the parent is back its children are asked at once: who stays down stands for itself', async () => {
  const vpnId = await add('VPN', vpn)
  const appId = await add('App', app, { dependsOn: [vpnId] })
  const otherId = await add('Other', router, { dependsOn: [vpnId] })
  for (const target of targets()) target.code = 503
  await due(vpnId)
  await tileWhen(vpnId, ({ status }) => status === 'offline')
  await due(appId, otherId)
  for (const id of [appId, otherId]) await tileWhen(id, ({ becauseOf }) => becauseOf?.id === vpnId)
  vpn.code = 200
  app.code = 200
  // only the parent is due: its children follow by themselves
  await due(vpnId)
  expect(await tileWhen(appId, ({ status }) => status === 'online')).toMatchObject({ becauseOf: null })
  await tileWhen(otherId, ({ status, becauseOf }) => status === 'offline' && becauseOf === null)
  const told = await until(() => board.causes(otherId)[0])
  expect(told).toMatchObject({ becauseOf: null, status: 'offline', change: 2, step: 3 })
  expect(board.causes(otherId)).toHaveLength(1)
  expect(board.causes(appId)).toEqual([])
  expect(await changes(otherId)).toHaveLength(2)
})

test('a parent that fails and is still put up with is the cause all the same', async () => {
  const vpnId = await add('VPN', vpn, { retries: 2 })
  const appId = await add('App', app, { dependsOn: [vpnId] })
  const otherId = await add('Other', router, { dependsOn: [vpnId] })
  for (const target of targets()) target.code = 503
  await due(appId)
  expect(await tileWhen(appId, ({ status }) => status === 'offline')).toMatchObject({ becauseOf: { id: vpnId } })
  await due(otherId)
  expect(await tileWhen(otherId, ({ status }) => status === 'offline')).toMatchObject({ becauseOf: { id: vpnId } })
  // however many ask on its behalf, its failures are as far apart as was said
  expect(await board.tile(vpnId)).toMatchObject({ status: 'online', failures: 1, retries: 2 })
})

test('a removed parent is nobody’s parent any more', async () => {
  const vpnId = await add('VPN', vpn)
  const appId = await add('App', app, { dependsOn: [vpnId] })
  await rig.client.send(RemoveMonitor, { id: vpnId }, rig.who, { waitMs: 5000 })
  expect(await tileWhen(appId, ({ dependsOn }) => dependsOn.length === 0)).toMatchObject({ status: 'online' })
})

test('nobody depends on what is not there, on itself, or in a circle', async () => {
  const vpnId = await add('VPN', vpn)
  const appId = await add('App', app, { dependsOn: [vpnId] })
  const settings = { name: 'VPN', kind: 'http' as const, target: vpn.url }
  const set = async (dependsOn: string[]) => {
    const sent = await rig.client.send(UpdateMonitor, { id: vpnId, ...settings, dependsOn }, rig.who, { waitMs: 5000 })
    return sent.state === 'done' ? sent.outcome : sent
  }
  expect(await set([appId])).toMatchObject({
    ok: false,
    code: 'CONFLICT',
    message: 'That would be a circle: "VPN" depends on "App" depends on "VPN".',
  })
  expect(await set([vpnId])).toMatchObject({ code: 'CONFLICT', message: '"VPN" cannot depend on itself.' })
  expect(await set(['00000000-0000-4000-8000-000000000000'])).toMatchObject({ code: 'INVALID' })
  expect(await set([])).toMatchObject({ ok: true })
})
