import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../../infra/test/fresh.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../../infra/test/test-portal.ts'

let portal: TestPortal
let browser: TestBrowser
let pool: Pool
beforeAll(async () => {
  portal = await startTestPortal()
  browser = await new TestBrowser(portal.url).signInAsAdmin()
  pool = new Pool({ connectionString: portal.databaseUrl, max: 1 })
})
afterAll(async () => {
  await pool.end()
  await portal.stop()
})

const people = async (): Promise<Record<string, [string, boolean]>> => {
  const { rows } = await pool.query<{ user_id: string; role: string; enabled: boolean }>('select * from alerts.person')
  return Object.fromEntries(rows.map(({ user_id, role, enabled }) => [user_id, [role, enabled]]))
}

test('who may be told follows the accounts, from the first admin on, whom no event announces', async () => {
  await until(async () => Object.values(await people()).length === 1, { timeoutMs: 10_000 })
  expect(Object.values(await people())).toEqual([['admin', true]])
  const { json } = await browser.call('POST', '/api/admin/users', { username: 'Ben', role: 'user' })
  const { id } = (json.data as { user: { id: string } }).user
  const ben = async () => (await people())[id]
  expect(await until(ben)).toEqual(['user', true])
  await browser.call('PUT', `/api/admin/users/${id}`, { role: 'admin', status: 'disabled' })
  await until(async () => JSON.stringify(await ben()) === '["admin",false]')
  const removed = await browser.call('DELETE', `/api/admin/users/${id}`)
  expect(removed.status).toBe(200)
  expect(await ben()).toBeUndefined()
})

test('the routes of one’s own take no API key, those of the house only an admin', async () => {
  const stranger = new TestBrowser(portal.url)
  for (const path of ['/api/notices', '/api/notices/preferences', '/api/notices/push', '/api/admin/alerts/channels'])
    expect([path, (await stranger.call('GET', path)).status]).toEqual([path, 401])
  const { json } = await browser.call('GET', '/api/notices/push')
  expect(String(json.data?.['publicKey'])).toMatch(/^B[\w-]{86}$/)
  const inside = { endpoint: 'https://192.168.1.1/push', keys: { p256dh: 'AAAA', auth: 'AAAA' } }
  const refused = await browser.call('POST', '/api/notices/push', inside)
  expect(refused).toMatchObject({ status: 400, json: { error: { code: 'INVALID' } } })
})
