import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from '../../../infra/stand-ins/channels.ts'
import { until } from '../../../infra/test/fresh.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../../infra/test/test-portal.ts'

let portal: TestPortal
let browser: TestBrowser
let receiver: Receiver
let target: Server
let healthy = true

beforeAll(async () => {
  receiver = await startReceiver('webhook')
  target = createServer((_asked, answer) => void answer.writeHead(healthy ? 200 : 503).end())
  await new Promise<void>((listening) => target.listen(0, '127.0.0.1', listening))
  portal = await startTestPortal({}, { PUBLIC_URL: 'https://home.example' })
  browser = await new TestBrowser(portal.url).signInAsAdmin()
})
afterAll(async () => {
  await portal.stop()
  await receiver.stop()
  target.closeAllConnections()
  target.close()
})

const data = async (method: string, path: string, body?: unknown) => {
  const { status, json } = await browser.call(method, path, body)
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json.error)}`)
  return json.data as Record<string, unknown>
}

test('a service that fails is told to a channel and on the page of who looks after it, and so is its return', async () => {
  const { url } = receiver.config
  await data('POST', '/api/admin/alerts/channels', { kind: 'webhook', name: 'Hook', config: { url }, enabled: true })
  await data('POST', '/api/admin/alerts/rules', {
    name: 'Offline at once',
    kind: 'state',
    condition: { state: 'offline', forSeconds: 0 },
    severity: 'critical',
    enabled: true,
  })
  const at = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`
  const monitor = { name: 'NAS', kind: 'http', target: at, intervalSeconds: 5 }
  const { id } = await data('POST', '/api/admin/monitors', monitor)
  const turns = (status: string): Promise<unknown> =>
    until(
      async () => {
        const { services } = (await data('GET', '/api/dashboard/status')) as {
          services: { id: string; status: string }[]
        }
        return services.some((tile) => tile.id === id && tile.status === status)
      },
      { timeoutMs: 20_000, everyMs: 200, what: `the service is ${status}` },
    )
  const turn = async (status: string, transition: string) => {
    await turns(status)
    return until(() => receiver.taken.find(({ body }) => body['transition'] === transition), { timeoutMs: 5000 })
  }
  await turns('online')
  healthy = false
  const raised = await turn('offline', 'raised')
  expect(raised.body).toMatchObject({
    service: { id, name: 'NAS' },
    alert: { severity: 'critical', state: 'open' },
    url: expect.stringMatching(/^https:\/\/home\.example\/alerts\?alert=/),
  })
  const seen = await until(async () => {
    const notices = await data('GET', '/api/notices?unread=true')
    return notices['unread'] === 1 && (notices['items'] as { severity: string }[])
  })
  expect(seen).toMatchObject([{ severity: 'critical', readAt: null }])
  healthy = true
  await turn('online', 'resolved')
  const { items } = (await data('GET', '/api/admin/alerts/deliveries')) as {
    items: { channel: string; recipient: string }[]
  }
  expect(items.map(({ channel, recipient }) => `${channel} ${recipient}`).toSorted()).toEqual([
    'Hook house',
    'Hook house',
    'Page admin',
    'Page admin',
  ])
  expect((await data('POST', '/api/notices/read', {}))['unread']).toBe(0)
}, 60_000)
