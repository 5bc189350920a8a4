import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService, type ServiceStandIn } from '../../infra/stand-ins/services.ts'
import { until } from '../../infra/test/fresh.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

let portal: TestPortal
let browser: TestBrowser
let sonarr: ServiceStandIn
let heard = ''

beforeAll(async () => {
  sonarr = await startService('sonarr', { base: '/tv' })
  portal = await startTestPortal({}, { DISCOVERY_HOSTS: `127.0.0.1:${sonarr.port}` })
  browser = await new TestBrowser(portal.url).signInAsAdmin()
})
afterAll(async () => {
  await portal.stop()
  await sonarr.stop()
})

async function call(method: string, path: string, body?: unknown) {
  const { status, text, json } = await browser.call(method, `/api/admin${path}`, body)
  heard += text
  return { status, data: json.data, error: json.error }
}
type Items = Record<string, unknown>[]
const itemsOf = ({ data = {} }: { data?: Record<string, unknown> | undefined }): Items => data['items'] as Items

test('a service is found, tried, connected, watched, switched off and disconnected', async () => {
  const found = itemsOf(await call('POST', '/services/find'))
  expect(found).toEqual([
    { name: 'sonarr', title: 'Sonarr', url: `http://127.0.0.1:${sonarr.port}`, product: 'Sonarr', version: null },
  ])
  const given = { url: sonarr.url, apiKey: sonarr.key }
  const tried = await call('POST', '/services/test', { name: 'sonarr', ...given })
  expect(tried.data).toMatchObject({ ok: true, product: 'Sonarr', version: sonarr.version })
  expect(await call('PUT', '/services/sonarr', given)).toMatchObject({
    status: 200,
    data: { stored: ['apiKey'], updatedBy: 'admin' },
  })
  expect(itemsOf(await call('POST', '/services/find'))).toEqual([])

  const onBoard = async () => {
    const { json } = await browser.call('GET', '/api/dashboard/status')
    const services = (json.data?.['services'] ?? []) as Items
    return services.find(({ name }) => name === 'Sonarr')
  }
  const tile = await until(async () => {
    const seen = await onBoard()
    return seen?.['status'] === 'online' && seen
  })
  const monitor = await call('GET', `/monitors/${String(tile['id'])}`)
  expect(monitor.data).toMatchObject({ service: 'sonarr', kind: 'sonarr', target: sonarr.url })
  expect(await call('DELETE', `/monitors/${String(tile['id'])}`)).toMatchObject({
    status: 409,
    error: { code: 'CONFLICT' },
  })
  await call('PUT', '/services/sonarr', { enabled: false })
  await until(async () => !(await onBoard()))
  await call('PUT', '/services/sonarr', { enabled: true })
  await until(onBoard)
  expect(await call('DELETE', '/services/sonarr')).toMatchObject({ status: 200 })
  await until(async () => !(await onBoard()))
  expect(await call('DELETE', '/services/sonarr')).toMatchObject({ status: 404 })
})

test('settings are changed in part, with their author, and taken back', async () => {
  const changed = await call('PUT', '/config', { limits: { readsPerMinute: 2000 }, backup: { passphrase: sonarr.key } })
  expect(changed.data).toMatchObject({
    limits: { readsPerMinute: 2000, writesPerMinute: 100 },
    backup: { passphrase: 'set' },
  })
  const history = itemsOf(await call('GET', '/config/history?limit=200'))
  expect(history[0]).toMatchObject({
    actorName: 'admin',
    changes: [{ path: 'limits.readsPerMinute' }, { path: 'backup.passphrase' }],
  })
  const first = history.at(-1)
  expect(first).toMatchObject({ actor: 'system', changes: [] })
  expect(await call('POST', '/config/revert', { id: first?.['id'] })).toMatchObject({ status: 200 })
  expect((await call('GET', '/config')).data).toMatchObject({
    limits: { readsPerMinute: 1200 },
    backup: { passphrase: null },
  })
  expect(itemsOf(await call('GET', '/config/schema')).length).toBeGreaterThan(5)
  expect((await call('GET', '/config/export')).data).toMatchObject({ settings: { backup: { keep: 30 } } })
})

test.each([
  ['PUT', '/config', { nope: {} }, 'nope'],
  ['PUT', '/config', { limits: { readsPerMinute: 'x' } }, 'limits.readsPerMinute'],
  ['PUT', '/config', { limits: { typo: 1 } }, 'typo'],
  ['PUT', '/services/nope', { url: 'http://nas' }, 'name'],
  ['PUT', '/services/radarr', { url: 'nas' }, 'url'],
  ['PUT', '/services/radarr', { apiKey: 'k' }, 'url'],
  ['PUT', '/services/radarr', { url: 'http://nas', config: { a: [] } }, 'config.a'],
  ['POST', '/services/test', { name: 'radarr' }, 'url'],
  ['POST', '/config/apply', { document: { settings: { limits: { typo: 1 } } } }, 'settings.limits.typo'],
  ['POST', '/config/apply', { document: { setings: {} } }, 'setings'],
  ['POST', '/config/revert', { id: 'x' }, 'id'],
  ['GET', '/config/history?cursor=x', undefined, 'cursor'],
])('%s %s %j is 400 and says where', async (method, path, body, where) => {
  const { status, error } = await call(method, path, body)
  expect([status, error?.code]).toEqual([400, 'INVALID'])
  expect(JSON.stringify([error?.message, error?.details])).toContain(where)
})

test('nothing that was heard holds a secret', async () => {
  await until(async () => {
    const { text, json } = await browser.call('GET', '/api/admin/journal?domain=settings&limit=100')
    heard += text
    return itemsOf(json).length > 5
  })
  expect(heard).toContain('services.sonarr.apiKey')
  expect(heard).not.toContain(sonarr.key)
})
