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

/** A sealed value wherever it stands in a text; its first group is the id of its key. */
const SEALED = /(?<![\w.-])1\.([0-9a-f]{8})\.[\w-]{22}\.[\w-]{16}\.[\w-]{22,}(?![\w.-])/g

/**
 * AES-256-GCM with a random salt and nonce per value. The key's id stands in front, so that keys can rotate: the first
 * key seals, every key opens. What must outlive a rotation, digests and derived keys, comes from a root that stays.
 */
export class Sealer {
  readonly #keys = new Map<string, Buffer>()
  readonly #root: Buffer
  #current = ''

  /** Without a root of its own the first key is the root. */
  constructor(keys: readonly Buffer[], root = keys[0]) {
    this.adopt(keys)
    if (root?.length !== 32) throw new Error('A root key has 32 bytes.')
    this.#root = root
  }

  /** Takes on another set of keys: its first one seals from now on, and those known so far still open. */
  adopt(keys: readonly Buffer[]): void {
    if (keys.length === 0 || keys.some((k) => k.length !== 32)) throw new Error('A sealing key has 32 bytes.')
    for (const key of keys) this.#keys.set(keyId(key), key)
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

  /**
   * A text whose sealed values all stand under the key that seals now; null when they do already. What is only shaped
   * like a sealed value, or sealed by a key that is not ours, stays as it is.
   */
  reseal(text: string): string | null {
    const renewed = text.replace(SEALED, (value, id: string) => {
      if (id === this.#current || !this.#keys.has(id)) return value
      try {
        return this.seal(this.open(value))
      } catch {
        return value
      }
    })
    return renewed === text ? null : renewed
  }

  /** A keyed digest, so that equal bodies can be recognised without storing them; the same after a rotation. */
  digest(text: string): string {
    return createHmac('sha256', this.#root).update(text).digest('base64url')
  }

  /** A key for another purpose, derived from the root: the same after a rotation. */
  keyFor(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#root, Buffer.alloc(0), purpose, 32))
  }

  #derive(id: string, salt: Buffer): Buffer {
    const key = this.#keys.get(id)
    if (!key) throw new SealBroken(`The key ${id} that sealed this value is not configured.`)
    return Buffer.from(hkdfSync('sha256', key, salt, 'medianest seal', 32))
  }
}

/** What a key is known by where its values stand: tells keys apart and tells nothing about them. */
export const keyId = (key: Buffer): string => createHmac('sha256', key).update('id').digest('hex').slice(0, 8)
