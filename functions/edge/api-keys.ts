import { createHash } from 'node:crypto'
import { CheckApiKey } from '../../contracts/account.ts'
import { type BusClient, Refused } from '../../bus/gateway.ts'
import type { Visitor } from './visitor.ts'

/** How long an answer is believed. A key that is ended is forgotten at once, a person's rights show after this. */
const BELIEVED_MS = 60_000
const MOST = 1000

interface Known {
  visitor: Visitor
  until: number
}

/** Which key belongs to whom. One question a minute and key; who guesses is counted by whoever calls this. */
export class ApiKeys {
  readonly #client: BusClient
  readonly #known = new Map<string, Known>()

  constructor(client: BusClient) {
    this.#client = client
  }

  /** The person behind a key, or null. */
  async visitor(value: string, who: { correlationId: string; address: string | undefined }): Promise<Visitor | null> {
    const hash = createHash('sha256').update(value).digest('base64url')
    const known = this.#known.get(hash)
    if (known && known.until > Date.now()) return known.visitor
    this.#known.delete(hash)
    const answer = await this.#client
      .ask(CheckApiKey, { value }, { actor: 'system', patienceMs: 5000, ...who })
      .catch((error: unknown) => {
        if (error instanceof Refused && ['UNAUTHENTICATED', 'INVALID'].includes(error.code)) return null
        throw error
      })
    if (!answer) return null
    const visitor: Visitor = {
      userId: answer.user.id,
      username: answer.user.username,
      role: answer.user.role,
      passwordChangeRequired: false,
      twoFactorSetupRequired: false,
      sessionId: null,
      credentialId: answer.keyId,
      scopes: answer.scopes,
    }
    const end = answer.expiresAt ? Date.parse(answer.expiresAt) : Infinity
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value ?? '')
    this.#known.set(hash, { visitor, until: Math.min(end, Date.now() + BELIEVED_MS) })
    return visitor
  }

  /** Forgets a key that ended. */
  end(keyId: string): void {
    for (const [hash, { visitor }] of this.#known) if (visitor.credentialId === keyId) this.#known.delete(hash)
  }
}
