import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { findCommand } from '../embedded/command.ts'
import { until } from '../test/fresh.ts'
import { findProxy, type Program } from '../test/proxies.ts'
import { type ProxyPlace, type RunningProxy, startCaddy, startNginx } from '../test/start-proxy.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../test/test-portal.ts'

let portal: TestPortal
let folder: string
let certificate: string
let key: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'medianest-proxy-'))
  certificate = path.join(folder, 'certificate.pem')
  key = path.join(folder, 'key.pem')
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...kind, ...named, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificate, 'utf8')])
  portal = await startTestPortal({}, { TRUSTED_PROXIES: '127.0.0.1' })
})
afterAll(async () => {
  await portal?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const openssl = findCommand('openssl')
const program = (name: 'nginx' | 'caddy'): Program =>
  openssl ? findProxy(name) : { missing: 'there is no openssl to make a certificate with' }

const proxies = [
  ['nginx', program('nginx'), startNginx],
  ['caddy', program('caddy'), startCaddy],
] as const

describe.each(proxies)('behind %s', (name, found, start) => {
  if ('missing' in found) {
    it.skip(`(${found.missing})`, () => {})
    return
  }
  let proxy: RunningProxy
  let browser: TestBrowser
  beforeAll(async () => {
    const place: ProxyPlace = {
      file: found.file,
      folder: path.join(folder, name),
      portal: new URL(portal.url).host,
      certificate,
      key,
    }
    mkdirSync(place.folder)
    proxy = await start(place)
    browser = await new TestBrowser(proxy.url).signInAsAdmin()
  })
  afterAll(() => proxy?.stop())

  it('the session cookie is for https alone', async () => {
    const answer = await browser.call('POST', '/api/auth/admin', {
      username: 'admin',
      password: 'a long enough password',
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.getSetCookie().length).toBeGreaterThan(0)
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/; Secure/i)
  })

  it('a page of ours may change something, one from elsewhere may not', async () => {
    const change = (origin: string, site: string) =>
      browser.call('POST', '/api/admin/webhooks/plex/rotate', {}, { origin, 'sec-fetch-site': site })
    expect((await change(proxy.url, 'same-origin')).status).toBe(200)
    for (const origin of ['https://evil.example', portal.url, proxy.url.replace('https', 'http')]) {
      expect(await change(origin, 'same-origin')).toMatchObject({
        status: 403,
        json: { error: { code: 'ORIGIN_REFUSED' } },
      })
    }
    expect((await change(proxy.url, 'cross-site')).status).toBe(403)
  })

  it('a visitor cannot tell the portal of another address for itself', async () => {
    const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' }
    const urls = (await hooks(browser, forged)).map((hook) => hook.url)
    expect(urls.length).toBeGreaterThan(0)
    for (const url of urls) expect(url.startsWith(`${proxy.url}/hooks/`)).toBe(true)
  })

  // other addresses of this machine answer on Linux alone
  it.skipIf(process.platform !== 'linux')('the portal sees where a visitor is, whatever the visitor says', async () => {
    for (const forged of [undefined, '203.0.113.9', '127.0.0.1', '203.0.113.9, 127.0.0.1']) {
      const name = `From ${randomUUID()}`
      const headers = { cookie: browser.cookie, ...(forged ? { 'x-forwarded-for': forged, 'x-real-ip': forged } : {}) }
      expect(await postFrom('127.0.0.2', `${proxy.url}/api/admin/monitors`, monitor(name), headers)).toBe(201)
      const entry = await until(async () => {
        const { json } = await browser.call('GET', '/api/admin/journal?type=status.add-monitor')
        const entries = json.data?.['items'] as { address: string; data: { name: string } }[]
        return entries.find(({ data }) => data.name === name)
      })
      expect(entry.address).toBe('127.0.0.2')
    }
  })

  it('a hook arrives at the address that is shown, and one too large is refused by the portal itself', async () => {
    const { url } = (await hooks(browser)).find((hook) => hook.source === 'overseerr')!
    const send = (body: string) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const test = { notification_type: 'TEST_NOTIFICATION', message: 'x'.repeat(900_000) }
    expect((await send(JSON.stringify(test))).status).toBe(202)
    const refused = await send(JSON.stringify({ message: 'x'.repeat(3_000_000) }))
    expect(refused.status).toBe(413)
    expect(await refused.json()).toMatchObject({ error: { code: 'PAYLOAD_TOO_LARGE' } })
  })

  it('an event of the live feed comes at once', async () => {
    const calledOff = new AbortController()
    const response = await fetch(`${proxy.url}/api/live`, {
      headers: { cookie: browser.cookie, 'accept-encoding': 'gzip' },
      signal: calledOff.signal,
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    let text = ''
    const reading = (async () => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) text += chunk
    })().catch(() => {})
    await until(() => text.includes(': welcome'), { timeoutMs: 3000 })
    const name = `Watched ${randomUUID()}`
    await addMonitor(browser, name)
    // the feed says nothing more for 15 s that could push a held event out
    await until(() => text.includes(name), { timeoutMs: 5000 })
    calledOff.abort()
    await reading
  })

  it('the WebSocket tells of a service', async () => {
    const name = `Socket ${randomUUID()}`
    const socket = new WebSocket(`${proxy.url.replace('https', 'wss')}/ws/status`, {
      headers: { cookie: browser.cookie, origin: proxy.url },
    })
    const messages: string[] = []
    socket.on('message', (data: Buffer) => messages.push(data.toString()))
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    await addMonitor(browser, name)
    await until(() => messages.find((message) => message.includes(name)), { timeoutMs: 10_000 })
    socket.close()
  })

  it('the WebSocket is closed to pages from elsewhere', async () => {
    const headers = { cookie: browser.cookie, origin: 'https://evil.example' }
    const socket = new WebSocket(`${proxy.url.replace('https', 'wss')}/ws/status`, { headers })
    const refused = await new Promise<number>((resolve) => {
      socket.once('unexpected-response', (_, response: IncomingMessage) => resolve(response.statusCode ?? 0))
      socket.once('open', () => resolve(101))
    })
    expect(refused).toBe(403)
    socket.on('error', () => {})
    socket.terminate()
  })

  it('plain http leads to https', async () => {
    const response = await fetch(`${proxy.plainUrl}/board?x=1`, { redirect: 'manual' })
    expect(response.status).toBeGreaterThanOrEqual(301)
    expect(response.headers.get('location')).toMatch(/^https:\/\/localhost(:\d+)?\/board\?x=1$/)
  })
})

const hooks = async (browser: TestBrowser, headers = {}): Promise<{ url: string; source: string }[]> => {
  const { json } = await browser.call('GET', '/api/admin/webhooks', undefined, headers)
  return json.data?.['items'] as { url: string; source: string }[]
}

const monitor = (name: string) => ({ name, kind: 'http', target: `${portal.url}/api/health/live` })

const addMonitor = async (browser: TestBrowser, name: string): Promise<void> => {
  expect((await browser.call('POST', '/api/admin/monitors', monitor(name))).status).toBe(201)
}

/** Sends it from another address of this machine. Gives the status. */
function postFrom(localAddress: string, url: string, body: object, headers: Record<string, string>): Promise<number> {
  const { hostname, port, pathname } = new URL(url)
  return new Promise((resolve, reject) => {
    const sending = request(
      { host: '127.0.0.1', servername: hostname, port, path: pathname, method: 'POST', localAddress, agent: false },
      (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0))
      },
    )
    for (const [name, value] of Object.entries({ ...headers, host: `${hostname}:${port}` }))
      sending.setHeader(name, value)
    sending.setHeader('content-type', 'application/json')
    sending.once('error', reject).end(JSON.stringify(body))
  })
}
