import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Alert } from '../../../contracts/alerts.ts'
import type { Incident, IncidentEntry } from '../../../contracts/incidents.ts'
import { until } from '../../../infra/test/fresh.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../../infra/test/test-portal.ts'

let portal: TestPortal
let browser: TestBrowser
let web: Server
let base: string
const down = new Set<string>()

beforeAll(async () => {
  web = createServer((asked, answer) => {
    answer.statusCode = down.has(asked.url?.slice(1) ?? '') ? 503 : 200
    answer.end()
  }).listen(0, '127.0.0.1')
  await once(web, 'listening')
  base = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
  portal = await startTestPortal()
  browser = await new TestBrowser(portal.url).signInAsAdmin()
})
afterAll(async () => {
  await portal.stop()
  web.closeAllConnections()
  web.close()
})

async function data<T>(method: string, path: string, body?: unknown): Promise<T> {
  const { status, json } = await browser.call(method, path, body)
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json.error)}`)
  return json.data as T
}
const add = async (name: string, more: Record<string, unknown> = {}): Promise<string> => {
  const settings = { name, kind: 'http', target: `${base}/${name}`, intervalSeconds: 5, ...more }
  const { id } = await data<{ id: string }>('POST', '/api/admin/monitors', settings)
  await stands(name, 'online')
  return id
}
const stands = (name: string, status: string): Promise<unknown> =>
  until(
    async () => {
      const { services } = await data<{ services: { name: string; status: string }[] }>('GET', '/api/dashboard/status')
      return services.some((tile) => tile.name === name && tile.status === status)
    },
    { timeoutMs: 20_000, everyMs: 100, what: `${name} is ${status}` },
  )
const alertsOf = async (id: string): Promise<Alert[]> =>
  (await data<{ items: Alert[] }>('GET', `/api/alerts?serviceId=${id}`)).items
const alertOf = (id: string, is: (alert: Alert) => boolean): Promise<Alert> =>
  until(async () => (await alertsOf(id)).find(is), { timeoutMs: 30_000, everyMs: 100, what: is.toString() })

const condition = (forSeconds: number) => ({ kind: 'state', condition: { state: 'offline', forSeconds } })

test('the rules that the product comes with are there once, and one that is removed stays away', async () => {
  const { items } = await data<{ items: { id: string; name: string; shipped: boolean }[] }>(
    'GET',
    '/api/admin/alerts/rules',
  )
  expect(items.map(({ name }) => name)).toContain('Offline for 2 minutes')
  expect(items.every(({ shipped }) => shipped)).toBe(true)
  const [one] = items
  await data('DELETE', `/api/admin/alerts/rules/${one!.id}`)
  const second = await startTestPortal({ databaseUrl: portal.databaseUrl, namespace: portal.namespace })
  await second.stop()
  const after = await data<{ items: { name: string }[] }>('GET', '/api/admin/alerts/rules')
  expect(after.items.map(({ name }) => name)).toEqual(items.slice(1).map(({ name }) => name))
})

test('a service that goes down and comes back, as it happens and as the record has it', async () => {
  const group = 'At once'
  const id = await add('flaps', { group })
  const rule = { name: 'Down at once', ...condition(0), severity: 'critical', scope: { groups: [group] } }
  await data('POST', '/api/admin/alerts/rules', rule)
  await expect(data('POST', '/api/admin/alerts/rules', rule)).rejects.toThrow(/409.*already: choose another name/)
  for (let times = 0; times < 2; times++) {
    down.add('flaps')
    await alertOf(id, ({ state }) => state === 'open')
    down.delete('flaps')
    await alertOf(id, ({ state }) => state === 'resolved')
  }
  const [alert, ...others] = await alertsOf(id)
  expect(others).toEqual([])
  expect(alert).toMatchObject({ title: 'flaps is offline', reopened: 1, severity: 'critical' })
  const tried = await data<{ count: number; firings: { subject: string; raisedAt: string; resolvedAt: string }[] }>(
    'POST',
    '/api/admin/alerts/rules/try',
    { ...rule, name: 'Trial' },
  )
  expect(tried).toMatchObject({ count: 2, firings: [{ subject: 'flaps' }, { subject: 'flaps' }] })
  expect(tried.firings[1]!.raisedAt).toBe(alert!.raisedAt)
  expect(tried.firings[0]!.resolvedAt).toBe(alert!.resolvedAt)
  const patient = { ...rule, name: 'Trial', ...condition(3600) }
  expect(await data('POST', '/api/admin/alerts/rules/try', patient)).toMatchObject({ count: 0, firings: [] })
})

test('a rule with a duration fires when it is due, and the alert says when that was', async () => {
  const id = await add('lasts', { group: 'Lasting' })
  await data('POST', '/api/admin/alerts/rules', {
    name: 'Down for 2 s',
    ...condition(2),
    scope: { groups: ['Lasting'] },
  })
  down.add('lasts')
  const alert = await alertOf(id, ({ state }) => state === 'open')
  expect(Date.parse(alert.raisedAt) - Date.parse(alert.rules[0]!.since)).toBe(2000)
  down.delete('lasts')
  await alertOf(id, ({ state }) => state === 'resolved')
})

test('a parent that goes down with its children is one alert and one incident', async () => {
  const group = 'Family'
  const parent = await add('parent', { group })
  const child = await add('child', { group, dependsOn: [parent] })
  await data('POST', '/api/admin/alerts/rules', { name: 'Family down', ...condition(0), scope: { groups: [group] } })
  for (const one of ['parent', 'child']) down.add(one)
  const alert = await alertOf(parent, ({ state }) => state === 'open')
  await stands('child', 'offline')
  const incident = () =>
    data<{ incident: Incident; timeline: IncidentEntry[] }>('GET', `/api/admin/incidents/${alert.incidentId}`)
  await until(async () => (await incident()).incident.affected.length === 2, { timeoutMs: 15_000 })
  down.clear()
  const over = await until(
    async () => {
      const now = await incident()
      return now.incident.state === 'resolved' && now
    },
    { timeoutMs: 20_000 },
  )
  expect(over.incident).toMatchObject({ title: 'parent is offline', root: { id: parent, name: 'parent' } })
  const kinds = over.timeline.map(({ kind }) => kind)
  // that the service was added just before is worth knowing
  expect(kinds.toSorted()).toEqual(['affected', 'influence', 'raised', 'recovered', 'recovered', 'resolved'])
  expect(await alertsOf(child)).toEqual([])
  const tried = { name: 'Trial', ...condition(0), scope: { groups: [group] } }
  expect(await data('POST', '/api/admin/alerts/rules/try', tried)).toMatchObject({
    count: 1,
    firings: expect.arrayContaining([expect.objectContaining({ subject: 'child', suppressedBy: 'parent' })]),
  })
})
