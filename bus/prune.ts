import type pg from 'pg'
import type { Logger } from 'pino'
import { toError } from './errors.ts'
import type { Running } from './nats/consumer.ts'

/** How long published rows are kept to repair the journal from: at least as old as a copy that may be put back. */
export const REPAIRABLE = '1 day'

/** An inbox outlives the longest stream of its messages (90 days), effects the dead letters (180 days). */
const KEPT = [
  { table: '_outbox', column: 'published_at', age: REPAIRABLE },
  { table: '_outcome', column: 'at', age: '15 days' },
  { table: '_inbox', column: 'done_at', age: '100 days' },
  { table: '_attempt', column: 'at', age: '190 days' },
  { table: '_effect', column: 'at', age: '190 days' },
] as const

const EVERY_MS = 3_600_000
/** Small enough for the statement's time on a slow disk. */
const BATCH = 2000

/** Deletes what no message can ask for any more. Gives how many rows. */
export async function prune(pool: pg.Pool, domains: readonly string[]): Promise<number> {
  let deleted = 0
  for (const domain of domains)
    for (const { table, column, age } of KEPT)
      for (let count = BATCH; count === BATCH; deleted += count) {
        const answer = await pool.query(
          `delete from "${domain}".${table} where ctid = any(array(
             select ctid from "${domain}".${table} where ${column} < now() - interval '${age}' limit ${BATCH}))`,
        )
        count = answer.rowCount ?? 0
      }
  return deleted
}

/** Prunes every hour. Several processes may: what one has deleted the other does not find. */
export function startPruning(pool: pg.Pool, domains: readonly string[], log: Logger): Running {
  let busy: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    busy = prune(pool, domains).then(
      (rows) => log.debug({ rows }, 'Old rows of the bus were deleted.'),
      (error: unknown) => log.debug({ err: toError(error) }, 'Old rows of the bus stay for another hour.'),
    )
  }, EVERY_MS)
  return {
    async stop() {
      clearInterval(timer)
      await busy
    },
  }
}
