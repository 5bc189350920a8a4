import { afterAll, beforeAll, expect, test } from 'vitest'
import { Pool } from 'pg'
import { until } from '../../infra/test/fresh.ts'
import { type TestAnswer, startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

let portal: TestPortal
let admin: TestBrowser
let stranger: TestBrowser
let pool: Pool

beforeAll(async () => {
  portal = await startTestPortal()
  admin = await new TestBrowser(portal.url).signInAsAdmin()
  stranger = new TestBrowser(portal.url)
  pool = new Pool({ connectionString: portal.databaseUrl })
})
afterAll(async () => {
  await pool.end()
  await portal.stop()
})

const add = async (name: string, more: object = {}): Promise<{ id: string; pushPath: string }> => {
  const { status, json } = await admin.call('POST', '/api/admin/monitors', { name, kind: 'push', ...more })
  expect(status).toBe(201)
  return json.data as { id: string; pushPath: string }
}

const tileOf = async (id: string): Promise<Record<string, unknown> | undefined> => {
  const { json } = await admin.call('GET', '/api/dashboard/status')
  const tiles = (json.data?.['services'] ?? []) as Record<string, unknown>[]
  return tiles.find((tile) => tile['id'] === id)
}

const tileWhen = (id: string, expected: object, timeoutMs = 5000): Promise<unknown> =>
  until(
    async () => {
      const tile = await tileOf(id)
      return tile && Object.entries(expected).every(([name, value]) => tile[name] === value) && tile
    },
    { timeoutMs, what: JSON.stringify(expected) },
  )

test('a service calls by an address of its own, and says how it is', async () => {
  const { id, pushPath } = await add('Backup', { intervalSeconds: 60 })
  expect(pushPath).toMatch(/^\/api\/push\/[\w-]{32}$/)
  expect(await tileOf(id)).toMatchObject({ status: 'unknown' })
  const call = (query: string, method = 'GET', body?: object): Promise<TestAnswer> =>
    stranger.call(method, `${pushPath}${query}`, body)
  // as Uptime Kuma's callers do
  expect(await call('?status=up&msg=OK&ping=')).toMatchObject({ status: 200, json: { data: { ok: true } } })
  await tileWhen(id, { status: 'online', responseTimeMs: null, error: null })
  await call('?status=down&msg=disk%20full')
  await tileWhen(id, { status: 'offline', error: 'disk full' })
  await call('', 'POST', { ping: 12.5 })
  await tileWhen(id, { status: 'online', responseTimeMs: 12.5 })
  await call('?status=down', 'POST')
  await tileWhen(id, { status: 'offline', error: 'it says that it is down' })
  expect(await call('?status=sideways')).toMatchObject({ status: 400 })
})

test('the address is shown to admins whenever they look, and stands nowhere else', async () => {
  const { id, pushPath } = await add('Secret', { intervalSeconds: 60 })
  await stranger.call('GET', pushPath)
  await tileWhen(id, { status: 'online' })
  const { json } = await admin.call('GET', `/api/admin/monitors/${id}`)
  expect(json.data).toMatchObject({ pushPath })
  const { text } = await admin.call('GET', '/api/admin/monitors')
  expect(text).toContain(pushPath)
  const token = pushPath.slice('/api/push/'.length)
  for (const path of ['/api/dashboard/status', '/api/admin/journal?limit=100'])
    expect((await admin.call('GET', path)).text).not.toContain(token)
  const { rows } = await pool.query<{ all: string }>(
    `select (select coalesce(json_agg(m)::text, '') from status.monitor m)
       || (select coalesce(json_agg(i)::text, '') from status._inbox i) as all`,
  )
  expect(rows[0]?.all).toContain(id)
  expect(rows[0]?.all).not.toContain(token)
})

test('a change of settings keeps the address; another kind ends it, and what was never given is not found', async () => {
  const { id, pushPath } = await add('Kept', { intervalSeconds: 60 })
  const settings = { name: 'Kept', kind: 'push', intervalSeconds: 120 }
  expect((await admin.call('PUT', `/api/admin/monitors/${id}`, settings)).json.data).toMatchObject({ pushPath })
  const tcp = { name: 'Kept', kind: 'tcp', target: '127.0.0.1:1' }
  expect((await admin.call('PUT', `/api/admin/monitors/${id}`, tcp)).json.data).toMatchObject({ pushPath: null })
  expect(await stranger.call('GET', pushPath)).toMatchObject({ status: 404, json: { error: { code: 'NOT_FOUND' } } })
})

test('who does not call in time is offline, from the first missed call on', async () => {
  const { id, pushPath } = await add('Late', { intervalSeconds: 60 })
  const never = await add('Never', { intervalSeconds: 60 })
  await stranger.call('GET', pushPath)
  await tileWhen(id, { status: 'online' })
  // two minutes later, as far as anybody can tell
  await pool.query(`update status.monitor set called_at = now() - interval '2 minutes' where id = $1`, [id])
  await pool.query('update status.monitor set next_check_at = now() where id = any($1)', [[id, never.id]])
  await tileWhen(id, { status: 'offline', error: 'did not call for 2 min' }, 10_000)
  await tileWhen(never.id, { status: 'offline', error: 'has not called yet, although it should every 60 s' })
  await stranger.call('GET', pushPath)
  await tileWhen(id, { status: 'online', error: null })
})

test('a call that is missed because we were away is nobody’s failure', async () => {
  const { id, pushPath } = await add('Patient', { intervalSeconds: 60 })
  const other = await add('Marker', { intervalSeconds: 60 })
  await stranger.call('GET', pushPath)
  await tileWhen(id, { status: 'online' })
  await pool.query(`update status.monitor set next_check_at = now() - interval '10 minutes' where id = $1`, [id])
  await pool.query('update status.monitor set next_check_at = now() where id = $1', [other.id])
  await tileWhen(other.id, { status: 'offline' }, 10_000)
  const { rows } = await pool.query<{ ahead: number }>(
    'select extract(epoch from next_check_at - now())::int as ahead from status.monitor where id = $1',
    [id],
  )
  expect(rows[0]?.ahead).toBeGreaterThan(20)
  expect(await tileOf(id)).toMatchObject({ status: 'online' })
})
