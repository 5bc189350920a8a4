import { createHash, createPublicKey, generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import type { Accounts, Person } from './accounts.ts'
import { answer, clientIdentifier, Refused } from './answers.ts'
import type { Clock } from './clock.ts'

/** How long a token that a device key obtained holds, in milliseconds. */
export const JWT_LIFE_MS = 7 * 24 * 3600 * 1000
const NONCE_LIFE_MS = 5 * 60 * 1000

export const jwk = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string().min(1),
  alg: z.literal('EdDSA').optional(),
})
export type Jwk = z.infer<typeof jwk>

const header = z.looseObject({ alg: z.literal('EdDSA'), kid: z.string() })
const claims = z.looseObject({
  aud: z.union([z.string(), z.array(z.string())]),
  iss: z.string(),
  nonce: z.string().optional(),
  exp: z.number().optional(),
})

/** A device that has shown its key, and the legacy token that its first JWT puts an end to. */
interface Device {
  key: Jwk
  personId: number
  legacyToken?: string
}

export type DeviceKeys = ReturnType<typeof createDeviceKeys>

/**
 * Device keys and the tokens they obtain: Ed25519, checked for real. Follows Plex's documentation; nothing of it was
 * recorded, so the fields inside of a token are nothing to rely on.
 */
export function createDeviceKeys(accounts: Accounts, clock: Clock) {
  const devices = new Map<string, Device>()
  const nonces = new Map<string, number>()
  const own = generateKeyPairSync('ed25519')
  const ownKey = { ...own.publicKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'EdDSA', use: 'sig' }

  /** The claims of a JWT that `key` signed for this device. Refuses with 422, or 498 when it has run out. */
  function verifyJwt(token: string, key: Jwk, identifier: string): z.infer<typeof claims> {
    const [head = '', payload = '', signature = '', ...more] = token.split('.')
    const stated = header.safeParse(decoded(head))
    const said = claims.safeParse(decoded(payload))
    const known = stated.success && said.success && more.length === 0 && stated.data.kid === key.kid
    if (!known || !signedBy(key, `${head}.${payload}`, signature)) throw new Refused('badSignature')
    const audience = [said.data.aud].flat()
    if (!audience.includes('plex.tv') || said.data.iss !== identifier) throw new Refused('badSignature')
    if (said.data.exp !== undefined && said.data.exp * 1000 <= clock.now()) throw new Refused('expired')
    return said.data
  }

  function refuseTaken(key: Jwk, identifier: string): void {
    const taken = [...devices].some(
      ([other, { key: known }]) => other !== identifier && thumbprint(known) === thumbprint(key),
    )
    if (taken) throw new Refused('keyTaken')
  }

  function register(identifier: string, key: Jwk, person: Person, legacyToken?: string): void {
    refuseTaken(key, identifier)
    devices.set(identifier, { key, personId: person.id, legacyToken })
  }

  function issue(identifier: string, key: Jwk, person: Person, nonce?: string): string {
    const iat = Math.floor(clock.now() / 1000)
    const exp = iat + JWT_LIFE_MS / 1000
    const { id, uuid, username, email, title } = person
    const user = { id, uuid, username, email, friendly_name: title }
    const aud = ['plex.tv', identifier]
    const said = { iss: 'plex.tv', aud, iat, exp, jti: randomUUID(), nonce, thumbprint: thumbprint(key), user }
    const signed = `${encoded({ typ: 'JWT', alg: 'EdDSA', kid: ownKey.kid })}.${encoded(said)}`
    const token = `${signed}.${sign(null, Buffer.from(signed), own.privateKey).toString('base64url')}`
    const legacy = devices.get(identifier)?.legacyToken
    if (legacy !== undefined) accounts.revoke(legacy)
    return accounts.grant(token, { personId: id, clientIdentifier: identifier, expiresAt: exp * 1000 })
  }

  const routes = new Hono()
    .get('/api/v2/auth/nonce', (c) => {
      clientIdentifier(c)
      const nonce = randomUUID()
      nonces.set(nonce, clock.now() + NONCE_LIFE_MS)
      return answer(c, 'nonce', { nonce })
    })
    .get('/api/v2/auth/keys', (c) => c.json({ keys: [ownKey] }))
    .post('/api/v2/auth/jwk', async (c) => {
      const identifier = clientIdentifier(c)
      const { person, token } = accounts.caller(c)
      const sent = z.looseObject({ jwk }).safeParse(await c.req.json().catch(() => undefined))
      if (!sent.success) throw new Refused('badBody')
      const legacy = accounts.grantOf(token)?.expiresAt === undefined ? token : undefined
      register(identifier, sent.data.jwk, person, legacy)
      return c.body(null, 204)
    })
    .post('/api/v2/auth/token', async (c) => {
      const identifier = clientIdentifier(c)
      const sent = z.looseObject({ jwt: z.string() }).safeParse(await c.req.json().catch(() => undefined))
      if (!sent.success) throw new Refused('badBody')
      const device = devices.get(identifier)
      const person = device && accounts.people.get(device.personId)
      if (!person) throw new Refused('badSignature')
      const { nonce = '' } = verifyJwt(sent.data.jwt, device.key, identifier)
      const until = nonces.get(nonce)
      if (until === undefined) throw new Refused('badSignature')
      nonces.delete(nonce)
      if (until <= clock.now()) throw new Refused('expired')
      return answer(c, 'token', { auth_token: issue(identifier, device.key, person, nonce) })
    })

  return {
    routes,
    verify: verifyJwt,
    refuseTaken,
    register,
    issue,
    /** Takes the keys of a person's devices away: they obtain nothing any more. */
    forget(person: Person): void {
      for (const [identifier, { personId }] of devices) if (personId === person.id) devices.delete(identifier)
    },
  }
}

function signedBy(key: Jwk, text: string, signature: string): boolean {
  try {
    const { kty, crv, x } = key
    return verify(
      null,
      Buffer.from(text),
      createPublicKey({ key: { kty, crv, x }, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    )
  } catch {
    return false
  }
}

/** RFC 7638. */
function thumbprint({ crv, kty, x }: Jwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url')
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}
