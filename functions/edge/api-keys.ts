import { createHash } from 'node:crypto'
import { CheckApiKey } from '../../contracts/account.ts'
import { type BusClient, Refused } from '../../bus/gateway.ts'
import type { Visitor } from './visitor.ts'

/** How long an answer is believed. A key that is ended is forgotten at once, a person's rights show after this. */
const BELIEVED_MS = 60_000
const MOST = 1000

interface Known {
  /** Null for a key that nobody has. */
  visitor: Visitor | null
  until: number
}

/** Counts the guesses: `allow` before a key or token that is not known yet is asked about, and may throw. */
export interface Guesses {
  allow(): void
  refused(what: 'key' | 'remember'): void
}

/** Which key belongs to whom, with one question a minute and key. */
export class ApiKeys {
  readonly #client: BusClient
  readonly #known = new Map<string, Known>()
  #ends = 0

  constructor(client: BusClient) {
    this.#client = client
  }

  /** The person behind a key, or null. A wrong key that is tried again and again is one guess. */
  async visitor(
    value: string,
    who: { correlationId: string; address: string | undefined },
    guesses: Guesses,
  ): Promise<Visitor | null> {
    const hash = createHash('sha256').update(value).digest('base64url')
    const known = this.#known.get(hash)
    if (known && known.until > Date.now()) return known.visitor
    this.#known.delete(hash)
    guesses.allow()
    const ends = this.#ends
    const answer = await this.#client
      .ask(CheckApiKey, { value }, { actor: 'system', patienceMs: 5000, ...who })
      .catch((error: unknown) => {
        if (error instanceof Refused && ['UNAUTHENTICATED', 'INVALID'].includes(error.code)) return null
        throw error
      })
    if (!answer) {
      guesses.refused('key')
      this.#keep(hash, null, Infinity)
      return null
    }
    const visitor: Visitor = {
      userId: answer.user.id,
      username: answer.user.username,
      role: answer.user.role,
      passwordChangeRequired: false,
      twoFactorSetupRequired: false,
      sessionId: null,
      credentialId: answer.keyId,
      scopes: answer.scopes,
      endsAt: answer.expiresAt ? Date.parse(answer.expiresAt) : null,
    }
    // an answer that was on its way while a key ended or its person's rights changed may be out of date
    if (ends === this.#ends) this.#keep(hash, visitor, visitor.endsAt ?? Infinity)
    return visitor
  }

  #keep(hash: string, visitor: Visitor | null, endsAt: number): void {
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value ?? '')
    this.#known.set(hash, { visitor, until: Math.min(endsAt, Date.now() + BELIEVED_MS) })
  }

  /** Forgets a key that ended. */
  end(keyId: string): void {
    this.#ends++
    for (const [hash, { visitor }] of this.#known) if (visitor?.credentialId === keyId) this.#known.delete(hash)
  }
}
