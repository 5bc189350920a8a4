import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { personalFields, state, type StoredContract } from '../contracts/define.ts'
import { isLostRace, openBucket, watchState, type WatchedState } from './nats/state.ts'
import type { NatsLink } from './nats/connect.ts'
import type { Sealer } from './seal.ts'
import { userIdOf } from './message.ts'

/** One key per person, sealed by the portal's. They live beside the journal that they open, and nowhere else. */
const PersonKey = state('auth.person-keys', {
  summary: 'Keys under which the journal says who somebody is.',
  data: { sealed: z.string() },
})

/** Text about a person where it would otherwise be data. */
export interface PersonalValue {
  $personal: { of: string; sealed: string }
}

export const isPersonal = (value: unknown): value is PersonalValue =>
  typeof value === 'object' && value !== null && typeof (value as PersonalValue).$personal?.sealed === 'string'

/** Who acted and from where, as it was then. */
const From = z.object({ name: z.string().nullable(), address: z.string().nullable() })
export type From = z.infer<typeof From>

const NOBODY: From = { name: null, address: null }

/** Visitors who are nobody's account share one key. */
const VISITORS = 'visitors'
/** The actor who is not signed in. */
const VISITOR = 'visitor'

/** Stands where a person was who has been erased. */
const ERASED = ''

/**
 * Keys of people: made when first needed, kept by every process that needs them, destroyed when somebody is erased. A
 * destroyed key of an account is never made again; one that belongs to a mere name is, when the name comes up again.
 */
export class PersonKeys {
  readonly #link: NatsLink
  readonly #sealer: Sealer
  readonly #keys = new Map<string, Buffer>()
  #watched: WatchedState<typeof PersonKey> | undefined

  constructor(link: NatsLink, sealer: Sealer) {
    this.#link = link
    this.#sealer = sealer
  }

  async stop(): Promise<void> {
    await this.#watched?.stop()
  }

  /** The data with its personal fields sealed. */
  async sealFields(contract: StoredContract, data: Record<string, unknown>): Promise<Record<string, unknown>> {
    const fields = personalFields(contract)
    if (fields.length === 0) return data
    const sealed = { ...data }
    for (const [name, of] of fields) {
      const value = data[name]
      if (typeof value !== 'string' || value === '') continue
      const whose = data[of.field]
      const found = typeof whose === 'string' ? whose : ''
      const subject = of.by === 'id' ? found || VISITORS : this.nameSubject(found)
      sealed[name] = await this.seal(subject, value)
    }
    return sealed
  }

  /** Every personal field opened; empty text where the person was erased. */
  openFields(data: Record<string, unknown>): Promise<Record<string, unknown>> {
    return this.#opened(data, ERASED)
  }

  /** For people's eyes: `{erased: true}` where the person is gone. */
  showFields(data: Record<string, unknown>): Promise<Record<string, unknown>> {
    return this.#opened(data, { erased: true })
  }

  async #opened(data: Record<string, unknown>, gone: unknown): Promise<Record<string, unknown>> {
    let opened = data
    for (const [name, value] of Object.entries(data))
      if (isPersonal(value)) {
        if (opened === data) opened = { ...data }
        opened[name] = (await this.open(value)) ?? gone
      }
    return opened
  }

  /**
   * Who acted and from where, as text for a header. What a visitor did about somebody's account is erased with that
   * account: mostly it was that person, before they were in.
   */
  async sealFrom(actor: string, from: From, data: Record<string, unknown>): Promise<string> {
    const about = actor === VISITOR && typeof data['userId'] === 'string' ? data['userId'] : VISITORS
    const { of, sealed } = (await this.seal(userIdOf(actor) ?? about, JSON.stringify(from))).$personal
    return `${of} ${sealed}`
  }

  /** The other way round; nothing but nulls when there is none or the person was erased. */
  async openFrom(header: string | null): Promise<From> {
    const [of, sealed] = header?.split(' ') ?? []
    const text = of && sealed ? await this.open({ $personal: { of, sealed } }) : null
    return text === null ? NOBODY : From.parse(JSON.parse(text))
  }

  /** Whose key the name of somebody at another program is sealed by. */
  nameSubject(name: string): string {
    return name === '' ? VISITORS : `name-${this.#sealer.digest(name.trim().toLowerCase())}`
  }

  async seal(subject: string, text: string): Promise<PersonalValue> {
    const key = await this.#key(subject, true)
    if (!key) return { $personal: { of: subject, sealed: 'erased' } }
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return { $personal: { of: subject, sealed: sealed.toString('base64url') } }
  }

  /** The text, or null when its person was erased. */
  async open({ $personal }: PersonalValue): Promise<string | null> {
    const key = await this.#key($personal.of, false)
    const bytes = Buffer.from($personal.sealed, 'base64url')
    if (!key || bytes.length < 28) return null
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(-16))
    try {
      return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
    } catch {
      // sealed under a key of the same name that was destroyed since
      return null
    }
  }

  /** Destroys keys, overwriting them in the store; gives how many there were. */
  async destroy(subjects: readonly string[]): Promise<number> {
    const kv = await openBucket(this.#link, PersonKey)
    let destroyed = 0
    for (const subject of subjects) {
      const entry = await kv.get(subject)
      if (entry?.operation === 'PUT') {
        destroyed++
        await this.#link.jsm.streams.deleteMessage((await kv.status()).streamInfo.config.name, entry.revision, true)
      }
      // also where nothing was: an account that is gone gets no key any more
      await kv.purge(subject)
      this.#keys.delete(subject)
    }
    return destroyed
  }

  async #key(subject: string, make: boolean): Promise<Buffer | null> {
    const known = this.#keys.get(subject)
    if (known) return known
    await this.#watch()
    const kv = await openBucket(this.#link, PersonKey)
    for (;;) {
      const entry = await kv.get(subject)
      if (entry?.operation === 'PUT') return this.#keep(subject, entry.json<{ sealed: string }>().sealed)
      const gone = entry !== null && !subject.startsWith('name-')
      if (!make || gone) return null
      const sealed = this.#sealer.seal(randomBytes(32).toString('base64'))
      try {
        await (entry
          ? kv.update(subject, JSON.stringify({ sealed }), entry.revision)
          : kv.create(subject, JSON.stringify({ sealed })))
        return this.#keep(subject, sealed)
      } catch (error) {
        if (!isLostRace(error)) throw error
      }
    }
  }

  #keep(subject: string, sealed: string): Buffer {
    const key = Buffer.from(this.#sealer.open(sealed), 'base64')
    this.#keys.set(subject, key)
    return key
  }

  /** From the first key on, every process forgets what another one destroys. */
  async #watch(): Promise<void> {
    this.#watched ??= watchState(this.#link, PersonKey, (subject, value) => {
      if (value === null) this.#keys.delete(subject)
    })
    await this.#watched.ready
  }
}
