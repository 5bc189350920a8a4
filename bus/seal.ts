import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

const TAG_BYTES = 16

/** A value that is sealed where it would otherwise be data. */
export interface SealedValue {
  $sealed: string
}

/** A sealed value that cannot be opened: another key, or changed bytes. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

export const isSealed = (value: unknown): value is SealedValue =>
  typeof value === 'object' && value !== null && typeof (value as SealedValue).$sealed === 'string'

/** The data of a message for people's eyes: sealed fields show as such, or opened where `open` is given. */
export const showSealed = (data: Record<string, unknown>, open?: (sealed: string) => string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (!isSealed(value)) return [name, value]
      return [name, open ? (JSON.parse(open(value.$sealed)) as unknown) : { sealed: true }]
    }),
  )

/**
 * AES-256-GCM with a random salt and nonce per value. The key's id stands in front, so that keys can rotate: the first
 * key seals, every key opens.
 */
export class Sealer {
  readonly #keys: ReadonlyMap<string, Buffer>
  readonly #current: string

  constructor(keys: readonly Buffer[]) {
    if (keys.length === 0 || keys.some((k) => k.length !== 32)) throw new Error('A sealing key has 32 bytes.')
    this.#keys = new Map(keys.map((key) => [keyId(key), key]))
    this.#current = keyId(keys[0]!)
  }

  /** Text to `1.<key id>.<salt>.<nonce>.<ciphertext and tag>`, all base64url. */
  seal(text: string): string {
    const salt = randomBytes(16)
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#derive(this.#current, salt), nonce)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return ['1', this.#current, ...[salt, nonce, sealed].map((b) => b.toString('base64url'))].join('.')
  }

  /** The other way round. Throws when the key is not ours or a byte was changed. */
  open(sealed: string): string {
    const [version, id, salt, nonce, body] = sealed.split('.')
    if (version !== '1' || !id || !salt || !nonce || !body) throw new SealBroken('This is no sealed value.')
    const bytes = Buffer.from(body, 'base64url')
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.#derive(id, Buffer.from(salt, 'base64url')),
      Buffer.from(nonce, 'base64url'),
    )
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
    return decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  }

  /** A keyed digest, so that equal bodies can be recognised without storing them. */
  digest(text: string): string {
    return createHmac('sha256', this.#keys.get(this.#current)!).update(text).digest('base64url')
  }

  /** A key for another purpose, derived from the current one. */
  keyFor(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#keys.get(this.#current)!, Buffer.alloc(0), purpose, 32))
  }

  #derive(id: string, salt: Buffer): Buffer {
    const key = this.#keys.get(id)
    if (!key) throw new SealBroken(`The key ${id} that sealed this value is not configured.`)
    return Buffer.from(hkdfSync('sha256', key, salt, 'medianest seal', 32))
  }
}

const keyId = (key: Buffer): string => createHmac('sha256', key).update('id').digest('hex').slice(0, 8)
