import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BusClient } from '../../bus/client.ts'
import { newId } from '../../bus/ids.ts'
import { connectNats, type NatsLink } from '../../bus/nats/connect.ts'
import type { WebhookBody } from '../../contracts/channels.ts'
import type { InputOf } from '../../contracts/define.ts'
import { MaintenanceBegan, MaintenanceEnded } from '../../contracts/maintenance.ts'
import { CauseChanged, MonitorAdded, StatusChanged } from '../../contracts/status.ts'
import { type Receiver, startReceiver } from '../../infra/stand-ins/channels.ts'
import { natsUrl, until } from '../../infra/test/fresh.ts'
import { quiet } from '../../infra/test/quiet.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

const SERVICES = 500
/** The first of ten fails because of another one, as is found out a little later; the second is being looked after. */
const isChild = (n: number): boolean => n % 10 === 1
const isMaintained = (n: number): boolean => n % 10 === 2
const FAIL_BY_THEMSELVES = SERVICES * 0.8

const WENT_DOWN = Date.now() - 20 * 60_000
const CAME_BACK = Date.now() - 10 * 60_000
const timeOf = (ms: number): string => new Date(ms).toISOString()

let portal: TestPortal
let receiver: Receiver
let pool: Pool
let link: NatsLink
let client: BusClient
const who = { actor: 'user:tester', correlationId: newId() }

beforeAll(async () => {
  receiver = await startReceiver('webhook')
  portal = await startTestPortal()
  pool = new Pool({ connectionString: portal.databaseUrl })
  link = await connectNats(natsUrl(), portal.namespace, quiet)
  client = new BusClient(link, portal.sealer)
})
afterAll(async () => {
  await client.stop()
  await link.nc.close()
  await portal.stop()
  await pool.end()
  await receiver.stop()
})

async function post(path: string, body: unknown): Promise<void> {
  const browser = await new TestBrowser(portal.url).signInAsAdmin()
  const { status, json } = await browser.call('POST', path, body)
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(json.error)}`)
}

interface Story {
  added: InputOf<typeof MonitorAdded>
  offline: InputOf<typeof StatusChanged>
  cause: InputOf<typeof CauseChanged> | null
  online: InputOf<typeof StatusChanged>
}

function storyOf(n: number): Story {
  const whose = { monitorId: randomUUID(), name: `Service ${n}`, group: null }
  const more = { ...whose, responseTimeMs: null, maintenanceId: null, becauseOf: null }
  const offline = { ...more, from: 'unknown', status: 'offline', error: 'refused', change: 1, step: 1 } as const
  const online = { ...more, from: 'offline', status: 'online', error: null, change: 2 } as const
  const because = { status: 'offline', error: 'refused', becauseOf: { id: randomUUID(), name: 'Router' } } as const
  const found = WENT_DOWN + n + 30_000
  return {
    added: { ...whose, version: 1, kind: 'http', target: 'http://x' },
    offline: { ...offline, version: 2, at: timeOf(WENT_DOWN + n) },
    cause: isChild(n) ? { ...whose, ...because, version: 3, at: timeOf(found), change: 1, step: 2 } : null,
    online: { ...online, version: 4, at: timeOf(CAME_BACK + n), step: isChild(n) ? 3 : 2 },
  }
}

const counted = async (query: string): Promise<number> =>
  Number((await pool.query<{ n: string }>(`select count(*) as n from ${query}`)).rows[0]?.n)

test('what 500 services went through while nobody listened is one summary, and names none that was excused', async () => {
  // what is shipped, other than this test's own
  await pool.query('delete from alerts.rule')
  const condition = { state: 'offline', forSeconds: 120 }
  await post('/api/admin/alerts/rules', { name: 'Two minutes', kind: 'state', condition, severity: 'critical' })
  await post('/api/admin/alerts/channels', { kind: 'webhook', name: 'Hook', config: receiver.config, enabled: true })
  const stories = Array.from({ length: SERVICES }, (_, n) => storyOf(n))
  const window = {
    maintenanceId: randomUUID(),
    title: 'Disks',
    monitorIds: stories.filter((_, n) => isMaintained(n)).map(({ added }) => added.monitorId),
  }
  await Promise.all(stories.map(({ added }) => client.publishEvent(MonitorAdded, added, who)))
  await until(async () => (await counted('alerts.subject')) === SERVICES, { timeoutMs: 30_000 })
  const { databaseUrl, namespace } = portal
  await portal.stop()

  // of every third the recovery overtakes the failure; causes and windows come behind all of them
  const told = stories.flatMap(({ offline, online }, n) => (n % 3 === 0 ? [online, offline] : [offline, online]))
  await Promise.all(told.map((one) => client.publishEvent(StatusChanged, one, who)))
  await Promise.all(stories.flatMap(({ cause }) => (cause ? [client.publishEvent(CauseChanged, cause, who)] : [])))
  const began = { ...window, version: 1, at: timeOf(WENT_DOWN + 60_000), until: null }
  await client.publishEvent(MaintenanceBegan, began, who)
  await client.publishEvent(MaintenanceEnded, { ...window, version: 2, at: timeOf(CAME_BACK - 60_000) }, who)

  portal = await startTestPortal({ databaseUrl, namespace })
  await until(async () => (await counted(`alerts.subject where change = 2`)) === SERVICES, {
    timeoutMs: 120_000,
    what: 'all changes are judged',
  })
  expect(await counted(`alerts.alert where state = 'resolved'`)).toBe(FAIL_BY_THEMSELVES)
  expect(await counted(`alerts.alert where state <> 'resolved'`)).toBe(0)
  await until(async () => (await counted(`alerts.delivery where method = 'channel' and state = 'waiting'`)) === 0, {
    timeoutMs: 30_000,
    what: 'all is sent',
  })
  const bodies = receiver.taken.map(({ body }) => body as unknown as WebhookBody)
  expect(bodies.map(({ summary }) => summary?.count)).toEqual([FAIL_BY_THEMSELVES * 2])
  expect(bodies[0]?.summary?.open).toEqual([])
}, 240_000)
