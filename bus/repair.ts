import type pg from 'pg'
import type { Logger } from 'pino'
import { toError } from './errors.ts'
import type { Outgoing } from './message.ts'
import type { NatsLink } from './nats/connect.ts'
import type { Running } from './nats/consumer.ts'
import { streamBounds } from './nats/journal.ts'
import { publish } from './nats/publish.ts'
import { idsSince, rewindConsumers } from './nats/restore.ts'
import type { AnyStream } from './nats/streams.ts'
import { REPAIRABLE } from './prune.ts'

/** Streams whose messages come from outboxes. */
const REPAIRED = ['events', 'commands', 'hooks'] as const satisfies AnyStream[]

const CHECK_EVERY_MS = 10_000
/** A message is stored a little later than its row, on another clock. */
const CLOCKS_MS = 60_000
/** Rows of each domain that are looked for; those of one moment may be stored in another order. */
const NEWEST = 50

interface Row {
  position: string
  id: string
  stream: Outgoing['stream']
  subject: string
  headers: string
  body: string
}

/**
 * Publishes again, under their own ids and in their order, the outbox rows whose messages the journal lacks: a stream
 * restored from an older copy, or a server that lost what it acknowledged. Gives how many.
 */
export async function repairJournal(
  link: NatsLink,
  pool: pg.Pool,
  domains: readonly string[],
  log: Logger,
): Promise<number> {
  for (const stream of [...REPAIRED, 'dead-letters'] as const) {
    const rewound = await rewindConsumers(link, stream)
    if (rewound.length > 0) log.warn({ stream, consumers: rewound }, 'Consumers stood behind the end of their stream.')
  }
  const present = new Map<string, Set<string>>()
  let repaired = 0
  for (const domain of domains) {
    let after = '0'
    for (;;) {
      const { rows } = await pool.query<Row>(
        `select position, id, stream, subject, headers, body from "${domain}"._outbox
         where published_at > now() - interval '${REPAIRABLE}' and position > $1 order by position limit 500`,
        [after],
      )
      if (rows.length === 0) break
      after = rows.at(-1)!.position
      for (const row of rows) {
        const known = present.get(row.stream) ?? (await idsSince(link, row.stream, await oldest(pool, domains)))
        present.set(row.stream, known)
        if (known.has(row.id)) continue
        const stored = await publish(link, { ...row, headers: JSON.parse(row.headers) as Record<string, string> })
        // within its window a running server takes what was deleted for a repeat
        if (!stored.duplicate) repaired++
      }
    }
  }
  if (repaired > 0) log.warn({ repaired }, 'The journal lacked messages that the database had; they are back.')
  return repaired
}

async function oldest(pool: pg.Pool, domains: readonly string[]): Promise<Date> {
  const parts = domains.map(
    (d) => `select min(created_at) as at from "${d}"._outbox where published_at > now() - interval '${REPAIRABLE}'`,
  )
  const { rows } = await pool.query<{ at: Date | null }>(`select min(at) as at from (${parts.join(' union all ')}) o`)
  return new Date((rows[0]?.at?.getTime() ?? Date.now()) - CLOCKS_MS)
}

/**
 * Remembers how far each stream was, so that a stream that is younger or shorter than it was is noticed at the start
 * and after every reconnect, and repaired. `force` repairs at once.
 */
export async function watchStreams(
  link: NatsLink,
  pool: pg.Pool,
  domains: readonly string[],
  log: Logger,
  force: boolean,
): Promise<Running> {
  if (domains.length === 0) return { stop: async () => {} }
  const home = `"${domains[0]}"._stream_mark`
  const check = async (forced: boolean, thorough = false): Promise<void> => {
    const went = (await lookBack(link, pool, home)) || (thorough && (await lacksNewest(link, pool, domains)))
    if (forced || went) await repairJournal(link, pool, domains, log)
    await remember(link, pool, home)
  }
  await check(force, true).catch((error: unknown) => {
    log.warn({ err: toError(error) }, 'The journal could not be compared with the database; it is tried again.')
  })
  let busy: Promise<void> | null = null
  const checkAgain = (thorough: boolean): void => {
    busy ??= check(false, thorough)
      .catch((error: unknown) => log.debug({ err: toError(error) }, 'Streams could not be checked.'))
      .finally(() => {
        busy = null
      })
  }
  const timer = setInterval(() => checkAgain(false), CHECK_EVERY_MS)
  const forget = link.onReconnect(() => checkAgain(true))
  return {
    async stop() {
      clearInterval(timer)
      forget()
      await busy
    },
  }
}

/** Whether any stream is younger or shorter than remembered. */
async function lookBack(link: NatsLink, pool: pg.Pool, home: string): Promise<boolean> {
  const { rows } = await pool.query<{ stream: AnyStream; created: string; last_seq: string }>(`select * from ${home}`)
  for (const mark of rows) {
    const now = await streamBounds(link, mark.stream)
    if (now.created !== mark.created || now.last < Number(mark.last_seq)) return true
  }
  return false
}

/** Whether a stream has not what was published last, as after a crash that took its end or a copy put back. */
async function lacksNewest(link: NatsLink, pool: pg.Pool, domains: readonly string[]): Promise<boolean> {
  const asks = domains.map(
    (domain) => `(select id, stream, created_at from "${domain}"._outbox
      where published_at > now() - interval '${REPAIRABLE}' order by position desc limit ${NEWEST})`,
  )
  const { rows } = await pool.query<{ id: string; stream: AnyStream; created_at: Date }>(asks.join(' union all '))
  for (const [stream, newest] of Map.groupBy(rows, (row) => row.stream)) {
    const oldest = Math.min(...newest.map((row) => row.created_at.getTime()))
    const known = await idsSince(link, stream, new Date(oldest - CLOCKS_MS))
    if (newest.some((row) => !known.has(row.id))) return true
  }
  return false
}

async function remember(link: NatsLink, pool: pg.Pool, home: string): Promise<void> {
  for (const stream of REPAIRED) {
    const { created, last } = await streamBounds(link, stream)
    await pool.query(
      `insert into ${home} values ($1, $2, $3)
       on conflict (stream) do update set created = excluded.created, last_seq = excluded.last_seq
       where _stream_mark.created <> excluded.created or _stream_mark.last_seq <> excluded.last_seq`,
      [stream, created, last],
    )
  }
}
