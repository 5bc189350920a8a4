import type pg from 'pg'
import type { Logger } from 'pino'
import type { AnyStream } from './nats/streams.ts'
import type { Outgoing } from './message.ts'
import { StorageFull, toError } from './errors.ts'
import type { OutboxRow } from './pg/write.ts'

type Publish = (message: Outgoing) => Promise<unknown>

interface Row {
  id: string
  stream: AnyStream
  subject: string
  headers: string
  body: string
}

const MARK_EVERY_MS = 50
const SWEEP_EVERY_MS = 1000
const SWEEP_BATCH = 200
const DUE = `published_at is null and created_at <= now() - $1 * interval '1 millisecond'
  and (not_before is null or not_before <= now())`

/**
 * Publishes what commits left in the outboxes: right after a commit for what was just written, and by a sweeper for
 * what a crash or a lost connection left behind. A row may be published twice; the stream and the inboxes drop repeats.
 */
export class Outbox {
  readonly #pool: pg.Pool
  readonly #domains: readonly string[]
  readonly #publish: Publish
  readonly #log: Logger
  readonly #marks = new Map<string, string[]>()
  #marking: Promise<void> = Promise.resolve()
  #timers: NodeJS.Timeout[] = []
  #sweeping: Promise<void> = Promise.resolve()

  constructor(pool: pg.Pool, domains: readonly string[], publish: Publish, log: Logger) {
    this.#pool = pool
    this.#domains = domains
    this.#publish = publish
    this.#log = log
  }

  start(): void {
    let busy = false
    const timer = setInterval(() => {
      if (busy) return
      busy = true
      this.#sweeping = this.sweep().finally(() => {
        busy = false
      })
    }, SWEEP_EVERY_MS)
    this.#timers = [timer]
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#sweeping
    await this.#flushMarks()
  }

  /** Publishes fresh rows in their order. What fails stays for the sweeper; this never throws. */
  async publishFresh(domain: string, rows: readonly OutboxRow[]): Promise<void> {
    const now = Date.now()
    const due = rows.filter((row) => !row.notBefore || row.notBefore.getTime() <= now)
    const published = await Promise.allSettled(due.map((row) => this.#publish(row)))
    for (const [i, outcome] of published.entries()) {
      if (outcome.status === 'fulfilled') this.#mark(domain, due[i]!.id)
      else this.#log.debug({ err: toError(outcome.reason), id: due[i]!.id }, 'Left in the outbox for the sweeper.')
    }
  }

  /** Publishes what waits in every outbox; one process at a time and domain. Never throws. */
  async sweep(olderThanMs = 2000): Promise<void> {
    try {
      // what one stream refuses must not hold up the others
      const full = new Set<AnyStream>()
      for (const domain of await this.#waiting(olderThanMs))
        while ((await this.#sweepDomain(domain, olderThanMs, full)) === SWEEP_BATCH);
    } catch (error) {
      this.#log.debug({ err: toError(error) }, 'The outboxes could not be swept; trying again.')
    }
  }

  /** One statement for all domains, so that an idle portal asks the database once a second and no more. */
  async #waiting(olderThanMs: number): Promise<string[]> {
    if (this.#domains.length === 0) return []
    const asks = this.#domains.map(
      (domain) => `select '${domain}' as domain where exists (select 1 from "${domain}"._outbox where ${DUE})`,
    )
    const { rows } = await this.#pool.query<{ domain: string }>(asks.join(' union all '), [olderThanMs])
    return rows.map((row) => row.domain)
  }

  async #sweepDomain(domain: string, olderThanMs: number, full: Set<AnyStream>): Promise<number> {
    const lock = `hashtextextended('medianest outbox ${domain}', 0)`
    const client = await this.#pool.connect()
    let broken: Error | undefined
    try {
      const { rows: locked } = await client.query<{ held: boolean }>(`select pg_try_advisory_lock(${lock}) as held`)
      if (!locked[0]?.held) return 0
      try {
        return await this.#publishWaiting(client, domain, olderThanMs, full)
      } finally {
        await client.query(`select pg_advisory_unlock(${lock})`)
      }
    } catch (error) {
      broken = toError(error)
      throw error
    } finally {
      client.release(broken)
    }
  }

  /** In order; stops at the first failure, save that a full stream is left out for this time. */
  async #publishWaiting(
    client: pg.PoolClient,
    domain: string,
    olderThanMs: number,
    full: Set<AnyStream>,
  ): Promise<number> {
    const { rows } = await client.query<Row>(
      `select id, stream, subject, headers, body from "${domain}"._outbox
       where ${DUE} and stream <> all($2) order by position limit ${SWEEP_BATCH}`,
      [olderThanMs, [...full]],
    )
    const done: string[] = []
    try {
      for (const row of rows) {
        if (full.has(row.stream)) continue
        try {
          await this.#publish({
            ...row,
            stream: row.stream as Outgoing['stream'],
            headers: JSON.parse(row.headers) as Record<string, string>,
          })
          done.push(row.id)
        } catch (error) {
          if (!(error instanceof StorageFull)) throw error
          full.add(row.stream)
          this.#log.warn({ stream: row.stream }, 'The stream is full; what was emitted to it waits in the outbox.')
        }
      }
    } finally {
      if (done.length > 0)
        await client.query(`update "${domain}"._outbox set published_at = now() where id = any($1)`, [done])
    }
    return rows.length
  }

  #mark(domain: string, id: string): void {
    if (this.#marks.size === 0)
      setTimeout(() => {
        this.#marking = this.#flushMarks()
      }, MARK_EVERY_MS)
    const ids = this.#marks.get(domain)
    if (ids) ids.push(id)
    else this.#marks.set(domain, [id])
  }

  async #flushMarks(): Promise<void> {
    await this.#marking.catch(() => {})
    for (const [domain, ids] of this.#marks) {
      this.#marks.delete(domain)
      await this.#pool
        .query(`update "${domain}"._outbox set published_at = now() where id = any($1) and published_at is null`, [ids])
        .catch((error: unknown) => {
          this.#log.debug({ err: toError(error), domain }, 'Published rows stay unmarked; the sweeper repeats them.')
        })
    }
  }
}
