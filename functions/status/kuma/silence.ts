import { sql } from 'kysely'
import { NEVER, SOURCE, type Tx } from './source.ts'

/** One failed check of ours is no word against the last one of the source. */
const PATIENCE = { retries: 1, retry_seconds: 10 }

/**
 * Its source says nothing of these any more, of all by default: they are the last known, and what we can check ourselves
 * is checked from now on. Gives the ids of those that were not silent before.
 */
export async function silence(tx: Tx, now: Date, only = sql<boolean>`true`): Promise<string[]> {
  const rows = await tx
    .updateTable('monitor')
    .set({
      last_known_at: sql<Date>`coalesce(last_check_at, ${now})`,
      next_check_at: sql<Date>`case when kind = 'push' or paused then ${NEVER} else ${now}::timestamptz end`,
      ...PATIENCE,
      version: sql<number>`version + 1`,
    })
    .where('source', '=', SOURCE)
    .where('last_known_at', 'is', null)
    .where(only)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Its source speaks for these again, and our own checks end. */
export async function giveBack(tx: Tx, sourceIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .updateTable('monitor')
    .set({
      last_known_at: null,
      next_check_at: NEVER,
      retries: 0,
      failures: 0,
      version: sql<number>`version + 1`,
    })
    .where('source', '=', SOURCE)
    .where('last_known_at', 'is not', null)
    .where(sql<boolean>`source_id = any(${sourceIds}::text[])`)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** What a partial view does not show and nobody spoke of for a while. */
export const notAmong = (sourceIds: readonly string[], now: Date) =>
  sql<boolean>`not source_id = any(${sourceIds}::text[]) and
    coalesce(last_check_at, created_at) < ${now}::timestamptz - greatest(60, 2 * interval_seconds) * interval '1 second'`
