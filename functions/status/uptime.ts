import { type Kysely, sql } from 'kysely'
import type { StatusTables } from './domain.ts'

const DAY_MS = 86_400_000

/** Never 100 after a failure, however many good checks there were. */
const percentage = (good: number, total: number): number => Math.floor((good / total) * 10_000) / 100

/** Share of good checks in the 24 hours before `at`, in whole hours, by monitor; of the given ones or of all. */
export async function uptimes(
  db: Kysely<StatusTables>,
  at: Date,
  ids?: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('check_hour')
    .select(['monitor_id', sql<number>`sum(good)::int`.as('good'), sql<number>`sum(checks)::int`.as('total')])
    .where('at', '>', new Date(at.getTime() - DAY_MS))
    .$if(ids !== undefined, (query) => query.where(sql<boolean>`monitor_id = any(${ids ?? []}::uuid[])`))
    .groupBy('monitor_id')
    .execute()
  return new Map(rows.map((row) => [row.monitor_id, percentage(row.good, row.total)]))
}
