import type pg from 'pg'
import type { Sealer } from './seal.ts'

/** What a command was answered with, as it is remembered. */
export type Outcome =
  | { ok: true; data: unknown }
  | { ok: false; code: string; message: string; details?: Record<string, unknown> | undefined }

export interface Remembered {
  outcome: Outcome
  digest: string | null
}

export interface Past {
  done: boolean
  /** Its last try ended without a word, as when its process dies. */
  vanished: boolean
}

/** As it is kept: sealed, as an answer says who asked and what they wrote. */
export const sealOutcome = (sealer: Sealer, outcome: Outcome): string => sealer.seal(JSON.stringify(outcome))

/** Those of before were kept as they are; they are gone after 15 days. */
const openOutcome = (sealer: Sealer, kept: string): Outcome =>
  JSON.parse(kept.startsWith('{') ? kept : sealer.open(kept)) as Outcome

/** What a domain's system tables remember about a message: whether it was done, how often tried, what it answered. */
export class Claims {
  readonly #pool: pg.Pool
  readonly #domain: string
  readonly #sealer: Sealer

  constructor(pool: pg.Pool, domain: string, sealer: Sealer) {
    this.#pool = pool
    this.#domain = domain
    this.#sealer = sealer
  }

  /** When a function was there for the first time, in any process. */
  async since(fn: string): Promise<Date> {
    const { rows } = await this.#pool.query<{ since: Date }>(
      `with made as (insert into "${this.#domain}"._function (function) values ($1) on conflict do nothing returning since)
       select since from made union all select since from "${this.#domain}"._function where function = $1 limit 1`,
      [fn],
    )
    return rows[0] ? rows[0].since : this.since(fn)
  }

  /** What is known of a message that comes again. */
  async past(fn: string, messageId: string): Promise<Past> {
    const { rows } = await this.#pool.query<Past>(
      `select exists (select from "${this.#domain}"._inbox where function = $1 and message_id = $2) as done,
       exists (select from "${this.#domain}"._attempt where function = $1 and message_id = $2 and not ended) as vanished`,
      [fn, messageId],
    )
    return rows[0]!
  }

  /** Counts a try as it begins, for a message that comes again. Gives the number of this try. */
  async begin(fn: string, messageId: string): Promise<number> {
    const { rows } = await this.#pool.query<{ attempts: number }>(
      `insert into "${this.#domain}"._attempt (function, message_id, attempts, ended) values ($1, $2, 1, false)
       on conflict (function, message_id) do update set attempts = _attempt.attempts + 1, ended = false, at = now()
       returning attempts`,
      [fn, messageId],
    )
    return rows[0]!.attempts
  }

  /** Notes that a try failed and said so. */
  async failed(fn: string, messageId: string, attempt: number): Promise<void> {
    await this.#pool.query(
      `insert into "${this.#domain}"._attempt (function, message_id, attempts, ended) values ($1, $2, $3, true)
       on conflict (function, message_id) do update set attempts = $3, ended = true, at = now()`,
      [fn, messageId, attempt],
    )
  }

  /** Takes a counted try back: waiting for something outside is not failing. */
  async uncount(fn: string, messageId: string): Promise<void> {
    await this.#pool.query(
      `update "${this.#domain}"._attempt set attempts = attempts - 1, ended = true, at = now()
       where function = $1 and message_id = $2`,
      [fn, messageId],
    )
  }

  /** Forgets the tries, for a message that somebody redrives. */
  async forgetAttempts(fn: string, messageId: string): Promise<void> {
    await this.#pool.query(`delete from "${this.#domain}"._attempt where function = $1 and message_id = $2`, [
      fn,
      messageId,
    ])
  }

  async outcome(messageId: string): Promise<Remembered | null> {
    const { rows } = await this.#pool.query<{ outcome: string; digest: string | null }>(
      `select outcome, digest from "${this.#domain}"._outcome where message_id = $1`,
      [messageId],
    )
    const row = rows[0]
    return row ? { outcome: openOutcome(this.#sealer, row.outcome), digest: row.digest } : null
  }

  /** The result of an effect that was performed before. */
  async effect(fn: string, messageId: string, name: string): Promise<{ result: unknown } | null> {
    const { rows } = await this.#pool.query<{ result: string }>(
      `select result from "${this.#domain}"._effect where function = $1 and message_id = $2 and name = $3`,
      [fn, messageId, name],
    )
    return rows[0] ? { result: JSON.parse(this.#sealer.open(rows[0].result)) as unknown } : null
  }

  async rememberEffect(fn: string, messageId: string, name: string, result: unknown): Promise<void> {
    await this.#pool.query(
      `insert into "${this.#domain}"._effect (function, message_id, name, result) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [fn, messageId, name, this.#sealer.seal(JSON.stringify(result ?? null))],
    )
  }
}
