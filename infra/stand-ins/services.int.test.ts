import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import overseerrPublic from './fixtures/overseerr-settings-public.json' with { type: 'json' }
import overseerrStatus from './fixtures/overseerr-status.json' with { type: 'json' }
import seerrPublic from './fixtures/seerr-settings-public.json' with { type: 'json' }
import seerrStatus from './fixtures/seerr-status.json' with { type: 'json' }
import webhookDefault from './fixtures/seerr-webhook-default.json' with { type: 'json' }
import testNotification from './fixtures/seerr-webhook-test-notification.json' with { type: 'json' }
import { type ServiceName, type ServiceOptions, type ServiceStandIn, startService } from './services.ts'

const running: { stop(): Promise<unknown> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((standIn) => standIn.stop()))
})

async function start(name: ServiceName, options: ServiceOptions = {}): Promise<ServiceStandIn> {
  const service = await startService(name, { key: 'the-key', password: 'the-password', ...options })
  running.push(service)
  return service
}

/** Status and body, as JSON where it is that. */
async function ask(service: ServiceStandIn, path: string, init: RequestInit = {}) {
  const response = await fetch(`${service.url}${path}`, { redirect: 'manual', ...init })
  const text = await response.text()
  const json = (response.headers.get('content-type') ?? '').includes('json')
  return { status: response.status, body: (json ? JSON.parse(text) : text) as unknown, headers: response.headers }
}

const basic = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
})
const withKey = (key = 'the-key', more = {}) => ({ headers: { 'x-api-key': key, ...more } })

/** Per product: what it answers to anybody, and what with its secret, without one and with a wrong one. */
const TABLE: {
  name: ServiceName
  anybody: [path: string, body: unknown]
  path: string
  right: RequestInit
  none: [status: number, body: unknown]
  wrong: [init: RequestInit, status: number, body: unknown]
  holds: unknown
}[] = [
  ...(['sonarr', 'radarr', 'lidarr', 'prowlarr'] as const).map((name) => ({
    name,
    anybody: ['/ping', { status: 'OK' }] as [string, unknown],
    path: `/api/${name === 'sonarr' || name === 'radarr' ? 'v3' : 'v1'}/system/status`,
    right: withKey(),
    none: [401, ''] as [number, unknown],
    wrong: [withKey('no'), 401, ''] as [RequestInit, number, unknown],
    holds: { appName: name[0]!.toUpperCase() + name.slice(1), version: '9.8.7' },
  })),
  {
    name: 'bazarr',
    anybody: ['/api/system/ping', { status: 'OK' }],
    path: '/api/system/status',
    right: withKey(),
    none: [401, expect.anything()],
    wrong: [withKey('no'), 401, expect.anything()],
    holds: { data: { bazarr_version: '9.8.7' } },
  },
  {
    name: 'uptime-kuma',
    anybody: ['/api/entry-page', { type: 'entryPage', entryPage: 'dashboard' }],
    path: '/metrics',
    right: { headers: basic('', 'the-key') },
    none: [401, ''],
    wrong: [{ headers: { authorization: 'Bearer the-key' } }, 401, ''],
    holds: expect.stringContaining('app_version{version="9.8.7",major="9",minor="8",patch="7"} 1'),
  },
  {
    name: 'jellyfin',
    anybody: ['/health', 'Healthy'],
    path: '/System/Info',
    right: { headers: { authorization: 'MediaBrowser Token="the-key"' } },
    none: [401, ''],
    wrong: [{ headers: { authorization: 'MediaBrowser Token="no"' } }, 401, ''],
    holds: { ProductName: 'Jellyfin Server', Version: '9.8.7' },
  },
]

test.each(TABLE)('$name answers anybody, its key, nobody and a wrong key', async (row) => {
  const service = await start(row.name, { version: '9.8.7', base: '/below' })
  expect(await ask(service, row.anybody[0])).toMatchObject({ status: 200, body: row.anybody[1] })
  expect(await ask(service, row.path, row.right)).toMatchObject({ status: 200, body: row.holds })
  expect(await ask(service, row.path)).toMatchObject({ status: row.none[0], body: row.none[1] })
  const [init, status, body] = row.wrong
  expect(await ask(service, row.path, init)).toMatchObject({ status, body })
})

test('a base is part of the address; without it a request is sent there, or is lost', async () => {
  const sonarr = await start('sonarr', { base: '/sonarr' })
  const bare = await fetch(new URL('/ping', sonarr.url), { redirect: 'manual' })
  expect([bare.status, bare.headers.get('location')]).toEqual([307, '/sonarr/ping'])
  const tautulli = await start('tautulli', { base: '/tautulli' })
  expect((await fetch(new URL('/status', tautulli.url))).status).toBe(404)
})

test('one product does not answer as another', async () => {
  const sonarr = await start('sonarr')
  expect((await ask(sonarr, '/api/v1/settings/public')).status).toBe(401)
  expect(await ask(sonarr, '/api/v1/system/status', withKey())).toMatchObject({ status: 404 })
  expect((await ask(sonarr, '/identity')).body).toContain('<title>Sonarr</title>')
})

describe('Overseerr and Seerr', () => {
  test('say what was recorded, and are told apart by it', async () => {
    const seerr = await start('seerr')
    const overseerr = await start('overseerr')
    expect((await ask(seerr, '/api/v1/settings/public')).body).toEqual(seerrPublic)
    expect((await ask(seerr, '/api/v1/status')).body).toEqual(seerrStatus)
    expect((await ask(overseerr, '/api/v1/settings/public')).body).toEqual(overseerrPublic)
    expect((await ask(overseerr, '/api/v1/status')).body).toEqual(overseerrStatus)
    expect((await ask(await start('jellyseerr'), '/api/v1/settings/public')).body).toMatchObject({ mediaServerType: 2 })
  })

  test('miss a cookie without a key, and refuse a wrong one, an unknown account and an unknown parameter', async () => {
    const seerr = await start('seerr')
    const me = '/api/v1/auth/me'
    expect(await ask(seerr, me)).toMatchObject({ status: 401, body: { message: "cookie 'connect.sid' required" } })
    const denied = { status: 403, error: 'You do not have permission to access this endpoint' }
    expect(await ask(seerr, me, withKey('no'))).toMatchObject({ status: 403, body: denied })
    expect(await ask(seerr, me, withKey('the-key', { 'x-api-user': '77' }))).toMatchObject({
      status: 403,
      body: denied,
    })
    expect(await ask(seerr, me, withKey())).toMatchObject({ status: 200, body: { id: 1 } })
    expect((await ask(seerr, '/api/v1/request?page=1', withKey())).status).toBe(400)
  })

  test('post the recorded test notification where they are told to, once, with the header they were given', async () => {
    const arrived: { url?: string; authorization?: string; text: string }[] = []
    let answer = 202
    const receiver = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const { url, headers } = request
        arrived.push({ url, authorization: headers.authorization, text: Buffer.concat(parts).toString() })
        response.writeHead(answer).end()
      })
    })
    await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening))
    running.push({ stop: () => new Promise((closed) => receiver.close(closed)) })
    const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks/x`

    const seerr = await start('seerr')
    const path = '/api/v1/settings/notifications/webhook'
    expect((await ask(seerr, path, withKey())).body).toEqual(webhookDefault)
    const template = webhookDefault.options.jsonPayload
    const settings = (jsonPayload: string) => ({
      enabled: true,
      types: 8190,
      options: { webhookUrl, authHeader: 'Bearer hook-secret', jsonPayload },
    })
    const post = (to: string, body: object) =>
      ask(seerr, to, {
        method: 'POST',
        body: JSON.stringify(body),
        ...withKey('the-key', { 'content-type': 'application/json' }),
      })

    const saved = await post(path, settings(JSON.stringify(template)))
    const stored = Buffer.from(JSON.stringify(template)).toString('base64')
    expect(saved).toMatchObject({ status: 200, body: { types: 8190, options: { webhookUrl, jsonPayload: stored } } })
    expect((await ask(seerr, path, withKey())).body).toMatchObject({ options: { webhookUrl, jsonPayload: template } })

    expect((await post(`${path}/test`, settings(JSON.stringify(template)))).status).toBe(204)
    expect(arrived).toHaveLength(1)
    expect(arrived[0]).toMatchObject({ url: '/hooks/x', authorization: 'Bearer hook-secret' })
    expect(arrived[0]?.text).toBe(JSON.stringify(testNotification))

    const failed = { status: 500, body: { message: 'Failed to send webhook notification.' } }
    // the text of the template itself is not what the product expects
    expect(await post(`${path}/test`, settings(template))).toMatchObject(failed)
    answer = 500
    expect(await post(`${path}/test`, settings(JSON.stringify(template)))).toMatchObject(failed)
    expect((await post(path, { enabled: true })).status).toBe(400)
  })
})

describe('qBittorrent', () => {
  const signIn = (service: ServiceStandIn, password: string, headers = {}) =>
    ask(service, '/api/v2/auth/login', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ username: 'admin', password }),
    })

  test.each([
    { version: '5.1.4', right: [200, 'Ok.'], wrong: [200, 'Fails.'], cookie: /^SID=/ },
    { version: '5.2.3', right: [204, ''], wrong: [401, 'Unauthorized'], cookie: /^QBT_SID_\d+=/ },
  ])('$version signs in by form and then knows its cookie', async ({ version, right, wrong, cookie }) => {
    const service = await start('qbittorrent', { version })
    const no = await signIn(service, 'no')
    expect([no.status, no.body, no.headers.get('set-cookie')]).toEqual([...wrong, null])
    const yes = await signIn(service, 'the-password')
    expect([yes.status, yes.body]).toEqual(right)
    const sent = yes.headers.get('set-cookie') ?? ''
    expect(sent).toMatch(cookie)
    const asked = await ask(service, '/api/v2/app/version', { headers: { cookie: sent.split(';')[0]! } })
    expect(asked).toMatchObject({ status: 200, body: `v${version}` })
    expect(await ask(service, '/api/v2/app/version')).toMatchObject({ status: 403, body: 'Forbidden' })
    const direct = await ask(service, '/api/v2/app/version', { headers: { authorization: 'Bearer the-key' } })
    expect(direct.status).toBe(version === '5.2.3' ? 200 : 403)
  })

  test('bans who fails five times, and refuses a foreign origin', async () => {
    const service = await start('qbittorrent')
    expect((await signIn(service, 'the-password', { origin: 'http://elsewhere.test' })).status).toBe(401)
    for (let time = 0; time < 5; time += 1) expect((await signIn(service, 'no')).status).toBe(200)
    expect((await signIn(service, 'the-password')).status).toBe(403)
  })
})

test('SABnzbd refuses a key with text: 403 now, 200 in 3.2, JSON in 2.x', async () => {
  const path = '/api?mode=queue&output=json'
  const now = await start('sabnzbd')
  expect(await ask(now, path)).toMatchObject({ status: 403, body: 'API Key Required' })
  expect(await ask(now, `${path}&apikey=no`)).toMatchObject({ status: 403, body: 'API Key Incorrect' })
  const queue = { version: '5.0.0', noofslots: 0, mb: '0.00' }
  expect(await ask(now, `${path}&apikey=the-key`)).toMatchObject({ status: 200, body: { queue } })
  expect(await ask(now, '/api?mode=version')).toMatchObject({ status: 200, body: { version: '5.0.0' } })
  const older = await start('sabnzbd', { version: '3.2.1' })
  expect(await ask(older, path)).toMatchObject({ status: 200, body: 'API Key Required' })
  const oldest = await start('sabnzbd', { version: '2.3.9' })
  expect(await ask(oldest, path)).toMatchObject({ status: 200, body: { status: false, error: 'API Key Required' } })
})

test('NZBGet wants its login for everything, and says errors under 200', async () => {
  const service = await start('nzbget', { version: '25.2' })
  const call = (method: string, headers: Record<string, string>) =>
    ask(service, '/jsonrpc', { method: 'POST', headers, body: JSON.stringify({ method, params: [], id: 3 }) })
  const login = basic('admin', 'the-password')
  expect(await call('version', login)).toMatchObject({ status: 200, body: { version: '1.1', id: 3, result: '25.2' } })
  const error = { name: 'JSONRPCError', code: 1, message: 'Invalid procedure' }
  expect(await call('nonsense', login)).toMatchObject({ status: 200, body: { version: '1.1', id: 3, error } })
  expect((await call('version', basic('admin', 'no'))).status).toBe(401)
  expect((await ask(service, '/')).status).toBe(401)
})

test('Tautulli wraps everything, errors too', async () => {
  const service = await start('tautulli')
  const asked = (query: string) => ask(service, `/api/v2?${query}`)
  const response = { result: 'error', message: 'Invalid apikey', data: {} }
  expect(await asked('cmd=status&apikey=no')).toMatchObject({ status: 401, body: { response } })
  expect(await asked('cmd=nonsense&apikey=the-key')).toMatchObject({
    status: 400,
    body: { response: { result: 'error' } },
  })
  expect(await asked('cmd=get_tautulli_info&apikey=the-key')).toMatchObject({
    status: 200,
    body: { response: { result: 'success', data: { tautulli_version: 'v2.17.2' } } },
  })
})
