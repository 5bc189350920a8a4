import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { StatusTables } from '../domain.ts'
import { type Counts, DAY_MS, type Range, SPAN_MS, spanOf } from './spans.ts'

/** All checks of a span. */
export interface Rolled extends Counts {
  at: Date
  sum_ms: number
  min_ms: number | null
  max_ms: number | null
}

const counts = sql`not excluded and status <> 'unknown'`
const answered = sql`${counts} and status <> 'offline'`

/** What makes a rolled-up row of raw ones. Response times are those of the checks that count and were answered. */
const SUMS = sql`
  (count(*) filter (where ${counts}))::int as checks,
  (count(*) filter (where ${answered}))::int as good,
  (count(*) filter (where ${counts} and status = 'degraded'))::int as degraded,
  (count(*) filter (where excluded))::int as excluded,
  coalesce(sum(response_time_ms::double precision) filter (where ${answered}), 0) as sum_ms,
  min(response_time_ms) filter (where ${answered}) as min_ms,
  max(response_time_ms) filter (where ${answered}) as max_ms`

const span = sql`date_bin(${SPAN_MS} * interval '1 millisecond', at, 'epoch')`

/**
 * Counts raw results into spans of 5 minutes, again and again with the same outcome. `from` and `to` are starts of spans
 * whose raw results are all there. Whoever stores results of the past calls it for those, in the same transaction.
 */
export async function rollUp(
  tx: Transaction<StatusTables>,
  { from, to }: Range,
  monitorIds?: readonly string[],
): Promise<void> {
  const own = monitorIds === undefined ? sql`true` : sql`id = any(${monitorIds}::uuid[])`
  await sql`
    insert into check_5m (monitor_id, at, checks, good, degraded, excluded, sum_ms, min_ms, max_ms)
    select id, span, checks, good, degraded, excluded, sum_ms, min_ms, max_ms
    from monitor cross join lateral (
      select ${span} as span, ${SUMS} from check_result
      where monitor_id = monitor.id and at >= ${from} and at < ${to} group by 1) counted
    where ${own}
    on conflict (monitor_id, at) do update set
      checks = excluded.checks, good = excluded.good, degraded = excluded.degraded, excluded = excluded.excluded,
      sum_ms = excluded.sum_ms, min_ms = excluded.min_ms, max_ms = excluded.max_ms
    -- a recount mostly finds what is there, and a row that stays costs nothing
    where (check_5m.checks, check_5m.good, check_5m.degraded, check_5m.excluded, check_5m.sum_ms)
      is distinct from (excluded.checks, excluded.good, excluded.degraded, excluded.excluded, excluded.sum_ms)`.execute(
    tx,
  )
}

/** Adds hours up to days, of which `from` is the first; again and again with the same outcome. */
export async function countDays(tx: Transaction<StatusTables>, from: Date): Promise<void> {
  await sql`
    insert into check_day (monitor_id, at, checks, good)
    select id, counted.* from monitor cross join lateral (
      select date_trunc('day', at, 'UTC') as at, sum(checks)::int as checks, sum(good)::int as good from check_hour
      where monitor_id = monitor.id and at >= ${spanOf(from, DAY_MS)} group by 1) counted
    on conflict (monitor_id, at) do update set checks = excluded.checks, good = excluded.good
    where (check_day.checks, check_day.good) is distinct from (excluded.checks, excluded.good)`.execute(tx)
}

/** Up to when spans are rolled up: later ones are to be made of raw results. */
export const ROLLED_UNTIL = sql`coalesce((select until from roll_up), '-infinity')`

/** The 5 minutes of one monitor that begin in a range, oldest first; those not rolled up yet are made of raw results. */
export async function spansOf(
  db: Kysely<StatusTables>,
  monitorId: string,
  { from, to }: Range,
  limit?: number,
): Promise<Rolled[]> {
  const atMost: RawBuilder<unknown> = limit === undefined ? sql`` : sql`limit ${limit}`
  const { rows } = await sql<Rolled>`
    (select at, checks, good, degraded, excluded, sum_ms, min_ms, max_ms from check_5m
      where monitor_id = ${monitorId} and at >= ${from} and at < ${to} and at < ${ROLLED_UNTIL}
      order by at ${atMost})
    union all
    (select * from (
      select ${span} as at, ${SUMS} from check_result
      where monitor_id = ${monitorId} and at >= greatest(${from}::timestamptz, ${ROLLED_UNTIL}) group by 1) counted
      where at >= ${from} and at < ${to})
    order by at ${atMost}`.execute(db)
  return rows
}

/** The mean of the checks that were answered; null where none has a response time. */
export const averageOf = (rolled: Rolled): number | null =>
  rolled.min_ms === null || rolled.good === 0 ? null : rolled.sum_ms / rolled.good
