import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HostedFunctions } from '../../bus/start.ts'
import type { InputOf } from '../../contracts/define.ts'
import { ServiceConfigured, ServiceDisconnected } from '../../contracts/services.ts'
import { AddMonitor, ListMonitors, type Monitor, RemoveMonitor, UpdateMonitor } from '../../contracts/status.ts'
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
  web.answers.set('/ping', { body: '{"status":"OK"}' })
  rig = await startRig()
  hosts = await rig.host(statusFunctions)
  board = await testBoard(rig.link, rig.client, rig.who)
})
afterAll(async () => {
  await board.stop()
  await rig.stop()
  await web.stop()
})

/** What a service says, once it was handled. */
async function heard(publishing: Promise<{ id: string }>): Promise<void> {
  const { id } = await publishing
  await until(async () => (await hosts.pool.query('select from status._inbox where message_id = $1', [id])).rowCount)
}

const configured = (version: number, more: Partial<InputOf<typeof ServiceConfigured>> = {}): Promise<void> =>
  heard(
    rig.client.publishEvent(
      ServiceConfigured,
      {
        service: 'sonarr',
        title: 'Sonarr',
        url: web.url,
        enabled: true,
        version,
        // for those who know no kinds; the board asks by the kind
        health: { target: `${web.url}/elsewhere`, acceptedCodes: ['302'] },
        ...more,
      },
      rig.who,
    ),
  )
const disconnected = (version: number): Promise<void> =>
  heard(rig.client.publishEvent(ServiceDisconnected, { service: 'sonarr', title: 'Sonarr', version }, rig.who))

const monitors = async (): Promise<Monitor[]> => (await rig.client.ask(ListMonitors, {}, rig.who)).items
const own = async () => (await monitors()).find(({ service }) => service === 'sonarr')

test('a connected service is on the board by itself, follows its connection, and leaves with it', async () => {
  await configured(1)
  const monitor = await until(own)
  expect(monitor).toMatchObject({
    name: 'Sonarr',
    kind: 'sonarr',
    target: web.url,
    group: null,
    service: 'sonarr',
  })
  await until(async () => (await board.tile(monitor.id))?.status === 'online')

  // what a person chose about it stays
  const chosen = {
    id: monitor.id,
    name: 'Series',
    kind: 'sonarr' as const,
    target: web.url,
    retries: 3,
    group: 'Media',
  }
  expect(await rig.client.send(UpdateMonitor, chosen, rig.who, { waitMs: 5000 })).toMatchObject({
    outcome: { ok: true },
  })
  await configured(2, { url: `${web.url}/base` })
  await until(async () => (await own())?.target === `${web.url}/base`)
  expect(await own()).toMatchObject({ id: monitor.id, name: 'Series', retries: 3, group: 'Media' })
  const { updatedAt } = (await own())!

  // another key, nothing that the board could see
  await configured(3, { url: `${web.url}/base` })
  expect((await own())?.updatedAt).toBe(updatedAt)

  await configured(4, { enabled: false })
  await until(async () => (await board.tile(monitor.id)) === null)
  expect(await own()).toBeUndefined()
  await configured(5)
  const again = await until(own)
  await disconnected(6)
  await until(async () => (await board.tile(again.id)) === null && !(await own()))
})

test('what overtook is not overtaken', async () => {
  await disconnected(20)
  await configured(19)
  await configured(18, { enabled: false })
  expect(await own()).toBeUndefined()
  await configured(21, { url: `${web.url}/new` })
  await until(own)
  await configured(20, { enabled: false })
  await disconnected(20)
  expect(await own()).toMatchObject({ target: `${web.url}/new` })
})

test('one that was watched before there were kinds goes on, and is asked as its kind once its connection is heard of', async () => {
  await configured(25)
  const { id } = await until(own)
  await hosts.pool.query(`update status.monitor set kind = 'http', target = $2 where id = $1`, [id, `${web.url}/ping`])
  await board.check(hosts)
  await until(async () => (await board.tile(id))?.kind === 'http' && (await board.tile(id))?.status === 'online')
  await configured(26)
  expect(await own()).toMatchObject({ id, kind: 'sonarr', target: web.url })
})

test('a name that somebody gave a monitor is left to it', async () => {
  await disconnected(30)
  const mine = await board.add({ name: 'sonarr', kind: 'http', target: web.url })
  await board.add({ name: 'Sonarr (Connected)', kind: 'http', target: web.url })
  await configured(31)
  expect(await until(own)).toMatchObject({ name: 'Sonarr (connected 2)' })
  expect((await monitors()).find(({ id }) => id === mine.id)).toMatchObject({ name: 'sonarr', service: null })
})

test('it is not changed or removed by hand', async () => {
  await configured(40)
  const { id } = await until(own)
  const settings = { id, name: 'Mine', kind: 'http' as const, target: web.url }
  const refused = {
    outcome: { ok: false, code: 'CONFLICT', message: expect.stringContaining('the connection instead') },
  }
  expect(await rig.client.send(UpdateMonitor, settings, rig.who, { waitMs: 5000 })).toMatchObject(refused)
  expect(await rig.client.send(RemoveMonitor, { id }, rig.who, { waitMs: 5000 })).toMatchObject(refused)
  expect(await own()).toMatchObject({ id })
  expect(AddMonitor.schema.parse({ ...settings, service: 'sonarr' })).not.toHaveProperty('service')
})
