import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PlexServer, startPlexServer } from './plex-server.ts'
import { type PlexTv, startPlexTv } from './plex-tv.ts'

const MACHINE = 'aaaa3c5ad1b24e6fa0c1d2e3f4a5b6c7d8e9f001'
const APP = { accept: 'application/json', 'x-plex-client-identifier': 'the-portal', 'x-plex-product': 'Portal' }

let tv: PlexTv
beforeEach(async () => {
  tv = await startPlexTv({
    people: [
      { id: 1, username: 'anna', email: 'anna@example.test', owns: [MACHINE], plexPass: true, token: 'anna-token' },
      { id: 2, username: 'ben', email: 'ben@example.test', shared: [MACHINE], token: 'ben-token' },
      { id: 3, username: '', title: 'Clara', shared: [MACHINE], pending: [MACHINE], token: 'clara-token' },
    ],
  })
})
afterEach(() => tv.stop())

interface Answer {
  status: number
  type: string
  text: string
  json: Record<string, unknown>
}

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(new URL(path, tv.url), { headers: APP, ...init })
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  const json = type.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, type, text, json }
}

const as = (token: string, more = {}): RequestInit => ({ headers: { ...APP, 'x-plex-token': token, ...more } })
const newPin = async (query = '?strong=true', init: RequestInit = {}) =>
  (await ask(`/api/v2/pins${query}`, { method: 'POST', ...init })).json as { id: number; code: string }
const tokenOf = async (id: number): Promise<string> => String((await ask(`/api/v2/pins/${id}`)).json['authToken'])

describe('a pin', () => {
  test('has the recorded fields, a long code or four characters, and no token until somebody signs in', async () => {
    const { status, json } = await ask('/api/v2/pins?strong=true', { method: 'POST' })
    expect(status).toBe(201)
    expect(json).toMatchObject({ product: 'Portal', trusted: false, clientIdentifier: 'the-portal', expiresIn: 1800 })
    expect(json).toMatchObject({ authToken: null, newRegistration: null, location: { city: expect.any(String) } })
    expect(json['code']).toMatch(/^[a-z0-9]{25}$/)
    expect(json['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const short = (await ask('/api/v2/pins', { method: 'POST' })).json
    expect(short).toMatchObject({ code: expect.stringMatching(/^[A-Z2-9]{4}$/), expiresIn: 900 })

    const id = Number(json['id'])
    expect((await ask(`/api/v2/pins/${id}`)).json['authToken']).toBeNull()
    tv.claim(id, 'ben')
    const linked = (await ask(`/api/v2/pins/${id}`)).json
    expect(linked['newRegistration']).toBe(false)
    expect((await ask('/api/v2/user', as(String(linked['authToken'])))).json).toMatchObject({ id: 2, username: 'ben' })
  })

  test('is only for the device that made it, and only until it runs out', async () => {
    const { id } = await newPin()
    const elsewhere = await ask(`/api/v2/pins/${id}`, { headers: { ...APP, 'x-plex-client-identifier': 'another' } })
    expect(elsewhere).toMatchObject({ status: 404, json: { errors: [{ code: 1020 }] } })
    expect((await ask(`/api/v2/pins/${id}`)).status).toBe(200)
    tv.expirePins()
    expect(await ask(`/api/v2/pins/${id}`)).toMatchObject({ status: 404, json: { errors: [{ code: 1020 }] } })
    const later = await newPin('')
    tv.advance(901_000)
    expect((await ask(`/api/v2/pins/${later.id}`)).status).toBe(404)
    expect(() => tv.claim(later.code, 'ben')).toThrow(/no open pin/)
  })
})

test('what is wrong with the headers is refused as the original does, in XML to who does not accept JSON', async () => {
  const bare = await ask('/api/v2/pins', { method: 'POST', headers: { accept: 'application/json' } })
  expect(bare.status).toBe(400)
  expect(bare.json).toEqual({ errors: [{ code: 1000, message: 'X-Plex-Client-Identifier is missing', status: 400 }] })
  const unknown = await ask('/api/v2/user', as('no-such-token'))
  expect(unknown.status).toBe(401)
  expect(unknown.json).toEqual({ errors: [{ code: 1001, message: 'User could not be authenticated', status: 401 }] })
  const xml = await ask('/api/v2/pins', { method: 'POST', headers: { 'x-plex-client-identifier': 'the-portal' } })
  expect(xml.type).toContain('application/xml')
  expect(xml.text).toMatch(/<pin id="\d+" code="[A-Z2-9]{4}" product="0" .*authToken="".*<location code="AT"/)
  const refusal = await ask('/api/v2/user', { headers: { 'x-plex-client-identifier': 'the-portal' } })
  expect(refusal.text).toContain('<errors><error code="1001"')
})

test('a token that is revoked is dead, and the others of the same person live', async () => {
  const { id } = await newPin()
  tv.claim(id, 'ben')
  const token = await tokenOf(id)
  expect((await ask('/api/v2/ping', as(token))).json).toEqual({ pong: true })
  tv.revoke(token)
  expect((await ask('/api/v2/ping', as(token))).status).toBe(401)
  expect((await ask('/api/v2/ping', as('ben-token'))).status).toBe(200)
  tv.revokeAll('ben')
  expect((await ask('/api/v2/ping', as(tv.person('ben').token))).status).toBe(401)
})

test('the lists say whose a server is and with whom it is shared', async () => {
  const owned = (await ask('/api/v2/resources?includeHttps=1', as('anna-token'))).json as unknown as object[]
  expect(owned).toMatchObject([{ clientIdentifier: MACHINE, provides: 'server', owned: true, ownerId: null }])
  const shared = (await ask('/api/v2/resources', as('ben-token'))).json as unknown as Record<string, unknown>[]
  expect(shared).toMatchObject([{ owned: false, ownerId: 1, sourceTitle: 'anna' }])
  expect(shared[0]?.['accessToken']).not.toBe('ben-token')
  // an invitation that was not accepted
  expect((await ask('/api/v2/resources', as('clara-token'))).json).toEqual([])
  const users = await ask('/api/users', as('anna-token'))
  expect(users.type).toContain('xml')
  expect(users.text).toMatch(/<User id="2" title="ben" [^>]*><Server [^>]*pending="0"\/><\/User>/)
  expect(users.text).toMatch(/<User id="3" title="Clara" [^>]*><Server [^>]*pending="1"\/><\/User>/)
  expect(users.text).not.toContain('<User id="1"')
  const servers = await ask(`/api/servers/${MACHINE}/shared_servers`, as('anna-token'))
  expect(servers.text).toContain('userID="2"')
  expect(servers.text).toContain('shared="0"')
  expect((await ask('/api/friends', as('anna-token'))).status).toBe(410)
})

test('a list of webhooks is replaced as a whole, with a Plex Pass', async () => {
  const body = new URLSearchParams([
    ['urls[]', 'http://one.test/a'],
    ['urls[]', 'http://two.test/b'],
  ])
  await ask('/api/v2/user/webhooks', { ...as('anna-token'), method: 'POST', body })
  expect((await ask('/api/v2/user/webhooks', as('anna-token'))).json).toEqual([
    { url: 'http://one.test/a' },
    { url: 'http://two.test/b' },
  ])
  await ask('/api/v2/user/webhooks', {
    ...as('anna-token'),
    method: 'POST',
    body: new URLSearchParams([['urls[]', '']]),
  })
  expect(tv.webhooksOf('anna')).toEqual([])
  expect((await ask('/api/v2/user/webhooks', as('ben-token'))).status).toBe(403)
})

describe('a device key', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'EdDSA' }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  function jwt(claims: object, key: KeyObject = privateKey, kid = 'key-1'): string {
    const iat = Math.floor(Date.now() / 1000)
    const said = { aud: 'plex.tv', iss: 'the-portal', iat, exp: iat + 300, ...claims }
    const signed = `${part({ alg: 'EdDSA', kid, typ: 'JWT' })}.${part(said)}`
    return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`
  }
  const post = (path: string, body: object, token?: string) =>
    ask(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { ...APP, 'content-type': 'application/json', ...(token ? { 'x-plex-token': token } : {}) },
    })
  const exchange = async (claims = {}, key = privateKey) => {
    const { nonce } = (await ask('/api/v2/auth/nonce')).json
    return await post('/api/v2/auth/token', { jwt: jwt({ nonce, scope: 'username', ...claims }, key) })
  }

  test('gets a token that holds seven days, for a pin that only its proof reads', async () => {
    const made = await post('/api/v2/pins', { jwk, strong: true })
    const path = `/api/v2/pins/${String(made.json['id'])}`
    tv.claim(Number(made.json['id']), 'ben')
    expect((await ask(path)).json['authToken']).toBeNull()
    const other = generateKeyPairSync('ed25519').privateKey
    expect((await ask(`${path}?deviceJWT=${jwt({}, other)}`)).status).toBe(422)
    const token = String((await ask(`${path}?deviceJWT=${jwt({})}`)).json['authToken'])
    const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, number>
    expect(exp! - iat!).toBe(7 * 24 * 3600)
    expect((await ask('/api/v2/user', as(token))).json).toMatchObject({ id: 2 })
    tv.advance(7 * 24 * 3600 * 1000 + 1000)
    expect((await ask('/api/v2/user', as(token))).status).toBe(498)
    const { exp: late } = { exp: Math.floor(Date.now() / 1000) + 8 * 24 * 3600 }
    const renewed = await exchange({ exp: late })
    expect((await ask('/api/v2/user', as(String(renewed.json['auth_token'])))).json).toMatchObject({ id: 2 })
  })

  test('takes the place of the legacy token, which its first JWT ends', async () => {
    expect((await exchange()).status).toBe(422)
    expect((await post('/api/v2/auth/jwk', { jwk }, 'ben-token')).status).toBe(204)
    expect((await ask('/api/v2/ping', as('ben-token'))).status).toBe(200)
    const { status, json } = await exchange()
    expect(status).toBe(200)
    expect((await ask('/api/v2/ping', as('ben-token'))).status).toBe(401)
    expect((await ask('/api/v2/ping', as(String(json['auth_token'])))).status).toBe(200)
    tv.revokeAll('ben')
    expect((await ask('/api/v2/ping', as(String(json['auth_token'])))).status).toBe(401)
    expect((await exchange()).status).toBe(422)
  })

  test('is believed only with its own signature, a nonce of ours, and for this device', async () => {
    await post('/api/v2/auth/jwk', { jwk }, 'ben-token')
    const wrong = [{ aud: 'elsewhere' }, { iss: 'another' }, { nonce: 'made-up' }, { nonce: undefined }]
    for (const claims of wrong) expect((await exchange(claims)).status, JSON.stringify(claims)).toBe(422)
    expect((await exchange({ exp: 1 })).status).toBe(498)
    expect((await exchange({}, generateKeyPairSync('ed25519').privateKey)).status).toBe(422)
    const headers = { ...APP, 'x-plex-client-identifier': 'another', 'content-type': 'application/json' }
    const taken = {
      method: 'POST',
      body: JSON.stringify({ jwk }),
      headers: { ...headers, 'x-plex-token': 'anna-token' },
    }
    expect((await ask('/api/v2/auth/jwk', taken)).status).toBe(422)
  })
})

describe('a media server', () => {
  let server: PlexServer
  beforeEach(async () => {
    server = await startPlexServer({ machineIdentifier: MACHINE, version: '1.40.0.1-abc', plexTv: tv })
  })
  afterEach(() => server.stop())
  const at = (path: string, token?: string) => ask(`${server.url}${path}`, token === undefined ? {} : as(token))

  test('says who it is to anybody, and the rest to whom plex.tv vouches for', async () => {
    const { json } = await at('/identity')
    const identity = { size: 0, claimed: true, machineIdentifier: MACHINE, version: '1.40.0.1-abc' }
    expect(json).toEqual({ MediaContainer: identity })
    const refused = await at('/library/sections')
    expect(refused).toMatchObject({ status: 401, type: 'text/html' })
    const titles = async (token: string) => {
      const answer = (await at('/library/sections', token)).json as {
        MediaContainer: { Directory: { title: string }[] }
      }
      return answer.MediaContainer.Directory.map(({ title }) => title)
    }
    expect(await titles('anna-token')).toEqual(['Films', 'Series', 'Photos'])
    expect(await titles('ben-token')).toEqual(['Films', 'Series'])
    expect(await titles(tv.serverToken('ben', MACHINE))).toEqual(['Films', 'Series'])
    expect((await at('/', 'clara-token')).status).toBe(401)
  })

  test('shows what is played to its owner alone, and no list when nothing is', async () => {
    expect((await at('/status/sessions', 'anna-token')).json).toEqual({ MediaContainer: { size: 0 } })
    expect((await at('/status/sessions', 'ben-token')).status).toBe(403)
  })
})

describe('the controls', () => {
  test('fail as often as told, where told, and until healed', async () => {
    tv.fail({ status: 429, headers: { 'retry-after': '7' } }, { path: '/api/v2/pins', times: 1 })
    expect((await ask('/api/v2/ping', as('ben-token'))).status).toBe(200)
    expect((await ask('/api/v2/pins', { method: 'POST' })).status).toBe(429)
    expect((await ask('/api/v2/pins', { method: 'POST' })).status).toBe(201)
    tv.fail('drop')
    await expect(ask('/api/v2/ping')).rejects.toThrow('fetch failed')
    tv.heal()
    tv.fail('garbage')
    expect(await ask('/api/v2/user', as('ben-token'))).toMatchObject({ status: 200, type: 'text/html' })
    tv.heal()
    tv.fail('hang')
    await expect(ask('/api/v2/ping', { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/)
    tv.heal()
    expect((await ask('/api/v2/ping', as('ben-token'))).status).toBe(200)
  })

  test('are slow, go away and come back at the same address with what they knew', async () => {
    tv.slow(150)
    const begun = performance.now()
    await ask('/api/v2/ping')
    expect(performance.now() - begun).toBeGreaterThan(140)
    tv.heal()
    const { id } = await newPin()
    await tv.down()
    await expect(ask('/api/v2/ping')).rejects.toThrow('fetch failed')
    await tv.up()
    expect((await ask(`/api/v2/pins/${id}`)).status).toBe(200)
  })

  test('tell what was asked and when, without a secret', async () => {
    await ask('/api/v2/user?X-Plex-Token=ben-token', as('anna-token'))
    const [call] = tv.callsTo(/user$/)
    expect(call).toMatchObject({ method: 'GET', path: '/api/v2/user', query: { 'X-Plex-Token': '(hidden)' } })
    expect(call?.headers).toMatchObject({ 'x-plex-client-identifier': 'the-portal', 'x-plex-token': '(hidden)' })
    expect(Math.abs(Date.now() - (call?.at ?? 0))).toBeLessThan(5000)
    expect(JSON.stringify(tv.calls)).not.toMatch(/(anna|ben)-token/)
    tv.forgetCalls()
    expect(tv.calls).toEqual([])
  })
})
