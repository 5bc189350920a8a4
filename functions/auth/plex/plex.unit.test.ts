import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { OutsideError } from '../../../bus/index.ts'
import { addressesOf, linkUrl, popupUrl } from './addresses.ts'
import { endOfToken, makeDeviceKey, parseDeviceKey, publicHalf, signProof } from './device-key.ts'
import { isDeadToken } from './plex-tv.ts'
import { serverUrls } from './server-urls.ts'
import { plexName, usernamesLike } from './usernames.ts'

describe('addresses', () => {
  it('are those of Plex, or all somewhere else at once', () => {
    const shown = { code: 'a b', clientId: 'id', forwardUrl: 'https://house.example/plex-done' }
    const real = addressesOf(undefined)
    expect(popupUrl(real, shown)).toBe(
      'https://app.plex.tv/auth#?clientID=id&code=a%20b&context%5Bdevice%5D%5Bproduct%5D=MediaNest&forwardUrl=https%3A%2F%2Fhouse.example%2Fplex-done',
    )
    expect(linkUrl(real, 'AB12')).toBe('https://plex.tv/link/?pin=AB12')
    for (const address of Object.values(addressesOf('http://there:1'))) expect(address).toMatch(/^http:\/\/there:1/)
  })
})

describe('names', () => {
  it('are one line that is not too long, and never empty', () => {
    expect(plexName({ id: '7', username: ' Ann\n\u0007Lee ', title: 'x' })).toBe('Ann Lee')
    expect(plexName({ id: '7', username: '', title: 'Kid' })).toBe('Kid')
    expect(plexName({ id: '7', username: '\u0000', title: null })).toBe('plex-7')
    const long = plexName({ id: '7', username: `${'a'.repeat(63)}😀`, title: '' })
    expect(long).toBe('a'.repeat(63))
  })
  it('get an end where somebody has them', () => {
    const [first, second, ...more] = usernamesLike('b'.repeat(64))
    expect([first, second]).toEqual(['b'.repeat(64), `${'b'.repeat(62)}-2`])
    expect(more.every((name) => name.length <= 64)).toBe(true)
  })
})

describe('addresses of a server', () => {
  const at = (spec: object) =>
    ({ protocol: 'https', port: 32400, local: false, relay: false, IPv6: false, ...spec }) as never
  it('begin at home and end at the relay', () => {
    const connections = [
      at({ address: '203.0.113.13', uri: 'https://relay.plex.direct:8443', relay: true, local: true, port: 8443 }),
      at({ address: 'www.example.com', uri: 'https://www.example.com:45678' }),
      at({ address: 'fd00::5', uri: 'https://fd00--5.abc.plex.direct:32400', local: true, IPv6: true }),
      at({ address: '192.168.1.150', uri: 'https://192-168-1-150.abc.plex.direct:32400', local: true }),
      at({ address: null, uri: 'not an address', local: true }),
    ]
    expect(serverUrls({ connections })).toEqual([
      'https://fd00--5.abc.plex.direct:32400',
      'http://[fd00::5]:32400',
      'https://192-168-1-150.abc.plex.direct:32400',
      'http://192.168.1.150:32400',
      'https://www.example.com:45678',
      'https://relay.plex.direct:8443',
    ])
    expect(serverUrls({ connections, httpsRequired: true }).join(' ')).not.toContain('http://')
    expect(serverUrls({ connections: null })).toEqual([])
  })
})

describe('the device key', () => {
  it('signs what only it can', () => {
    const key = makeDeviceKey()
    expect(parseDeviceKey(JSON.stringify(key))).toEqual(key)
    expect(publicHalf(key)).not.toHaveProperty('d')
    const jwt = signProof(key, 'client', 'a nonce')
    const [head = '', payload = '', signature = ''] = jwt.split('.')
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(read(head)).toEqual({ alg: 'EdDSA', kid: key.kid, typ: 'JWT' })
    expect(read(payload)).toMatchObject({ aud: 'plex.tv', iss: 'client', nonce: 'a nonce' })
    const { kty, crv, x } = key
    const publicKey = createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
    expect(verify(null, Buffer.from(`${head}.${payload}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
    expect(endOfToken(jwt)?.getTime()).toBeGreaterThan(Date.now())
    expect(endOfToken('aLegacyToken')).toBeNull()
  })
})

describe('a dead token', () => {
  const failed = (status: number | undefined, body = ''): OutsideError =>
    new OutsideError(status ? 'status' : 'timeout', 'plex.tv', 'It failed.', { status, body })
  it('is dead only where Plex says so', () => {
    for (const error of [failed(401), failed(498), failed(422, '{"errors":[{"message":"Invalid token"}]}')])
      expect(isDeadToken(error)).toBe(true)
    for (const error of [
      failed(422, 'thumbprint'),
      failed(403),
      failed(404),
      failed(429),
      failed(500),
      failed(undefined),
      new Error('401'),
    ])
      expect(isDeadToken(error)).toBe(false)
  })
})
