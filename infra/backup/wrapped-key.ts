import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { Header } from './format.ts'

const TAG_BYTES = 16
/** 64 MiB and about a quarter of a second: what guessing costs, each time. */
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 }

const derive = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt)

/** The pass phrase does not open the key. */
export class WrongPassphrase extends Error {
  override readonly name = 'WrongPassphrase'
}

/** AES-256-GCM under a key from the pass phrase. */
export async function wrapKey(key: Buffer, passphrase: string): Promise<NonNullable<Header['key']>> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt, 32, COST), nonce)
  const body = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()])
  return { salt: salt.toString('base64'), nonce: nonce.toString('base64'), body: body.toString('base64') }
}

/** Throws `WrongPassphrase`. */
export async function unwrapKey(wrapped: NonNullable<Header['key']>, passphrase: string): Promise<Buffer> {
  const bytes = Buffer.from(wrapped.body, 'base64')
  const key = await derive(passphrase, Buffer.from(wrapped.salt, 'base64'), 32, COST)
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(wrapped.nonce, 'base64'))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    throw new WrongPassphrase('This is not the pass phrase that the backup was made with.')
  }
}
