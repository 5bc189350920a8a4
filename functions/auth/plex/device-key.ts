import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { z } from 'zod'

/** An Ed25519 key as a JWK, with its private half. */
const DeviceKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
  alg: z.literal('EdDSA'),
})
export type DeviceKey = z.infer<typeof DeviceKey>
export type PublicKey = Omit<DeviceKey, 'd'>

/** The id of a key is its thumbprint (RFC 7638). */
export function makeDeviceKey(): DeviceKey {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const key = { crv: 'Ed25519', kty: 'OKP', x: x ?? '' } as const
  const kid = createHash('sha256').update(JSON.stringify(key)).digest('base64url')
  return { ...key, d: d ?? '', kid, alg: 'EdDSA' }
}

export const parseDeviceKey = (text: string): DeviceKey => DeviceKey.parse(JSON.parse(text))

export const publicHalf = ({ kty, crv, x, kid, alg }: DeviceKey): PublicKey => ({ kty, crv, x, kid, alg })

/** How long what we sign is good for. */
const PROOF_SECONDS = 300

/** A proof for plex.tv that it is this house that asks; with a nonce, for a fresh token. */
export function signProof(key: DeviceKey, clientId: string, nonce?: string): string {
  const iat = Math.floor(Date.now() / 1000)
  const scope = 'username,email,friendly_name'
  const claims = {
    ...(nonce === undefined ? {} : { nonce, scope }),
    aud: 'plex.tv',
    iss: clientId,
    iat,
    exp: iat + PROOF_SECONDS,
  }
  const signed = `${encoded({ kid: key.kid, alg: 'EdDSA', typ: 'JWT' })}.${encoded(claims)}`
  const { kty, crv, x, d } = key
  const own = createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' })
  return `${signed}.${sign(null, Buffer.from(signed), own).toString('base64url')}`
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const Ending = z.looseObject({ exp: z.number() })

/** When a token of plex.tv that is a JWT ends; null for one that is none. */
export function endOfToken(token: string): Date | null {
  const [, payload, ...more] = token.split('.')
  if (!payload || more.length !== 1) return null
  try {
    return new Date(Ending.parse(JSON.parse(Buffer.from(payload, 'base64url').toString())).exp * 1000)
  } catch {
    return null
  }
}
