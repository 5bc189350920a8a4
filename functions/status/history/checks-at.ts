import { type Kysely, sql } from 'kysely'
import { RECENT } from '../decide.ts'
import type { StatusTables } from '../domain.ts'
import { ROLLED_UNTIL } from './rolled.ts'
import { DAY_MS, HOUR_MS, KEPT_MS, later, percentage, SPAN_MS, spanOf } from './spans.ts'

/** What checks had found of a monitor up to some time. */
export interface ChecksThen {
  /** Of the 24 hours before. */
  uptime: number | null
  lastCheckAt: Date | null
  error: string | null
  /** Response times, oldest first: of single checks while they are kept, then means of 5 minutes, then of hours. */
  recent: (number | null)[]
}

type Db = Kysely<StatusTables>

interface Latest {
  id: string
  at: Date[]
  ms: (number | null)[]
  error: string | null
}

/** By monitor; one without checks in the 24 hours before has none. */
export async function checksAt(db: Db, at: Date, now: Date): Promise<ReadonlyMap<string, ChecksThen>> {
  const [uptime, latest] = await Promise.all([uptimesAt(db, at), latestAt(db, at, now)])
  return new Map(
    [...new Set([...uptime.keys(), ...latest.keys()])].map((id) => {
      const found = latest.get(id)
      return [
        id,
        {
          uptime: uptime.get(id) ?? null,
          lastCheckAt: found?.at[0] ?? null,
          error: found?.error ?? null,
          recent: found?.ms.toReversed() ?? [],
        },
      ]
    }),
  )
}

/** Newest first. */
async function latestAt(db: Db, at: Date, now: Date): Promise<ReadonlyMap<string, Latest>> {
  const age = now.getTime() - at.getTime()
  const { rows } = await (age < KEPT_MS.raw
    ? latestChecks(db, at)
    : age < KEPT_MS['5m']
      ? latestSpans(db, 'check_5m', spanOf(at, SPAN_MS), SPAN_MS)
      : latestSpans(db, 'check_hour', spanOf(at, HOUR_MS), HOUR_MS))
  return new Map(rows.map((row) => [row.id, row]))
}

const latestChecks = (db: Db, at: Date) =>
  sql<Latest>`
    select monitor.id, found.* from monitor cross join lateral (
      select array_agg(at order by at desc) as at, array_agg(response_time_ms order by at desc) as ms,
        (array_agg(error order by at desc))[1] as error
      from (
        select at, response_time_ms, error from check_result
        where monitor_id = monitor.id and at <= ${at} order by at desc limit ${RECENT}) latest) found
    where found.at is not null`.execute(db)

/** Spans that had ended by then, the latest of them not longer ago than a few. */
const latestSpans = (db: Db, table: 'check_5m' | 'check_hour', before: Date, spanMs: number) =>
  sql<Latest>`
    select monitor_id as id, array_agg(at order by at desc) as at, null as error,
      array_agg(case when good > 0 and min_ms is not null then sum_ms / good end order by at desc) as ms
    from ${sql.table(table)}
    where monitor_id in (select id from monitor)
      and at < ${before} and at >= ${later(before, -RECENT * spanMs)}
    group by monitor_id`.execute(db)

/** Whole hours before that of the time, and of its own hour the 5 minutes before, as far as they are kept. */
async function uptimesAt(db: Db, at: Date): Promise<ReadonlyMap<string, number | null>> {
  const hour = spanOf(at, HOUR_MS)
  const { rows } = await sql<{ id: string; good: number; checks: number }>`
    select monitor.id, coalesce(sum(good), 0)::int as good, coalesce(sum(checks), 0)::int as checks
    from monitor cross join lateral (
      select good, checks from check_hour
        where monitor_id = monitor.id and at > ${later(at, -DAY_MS)} and at < ${hour}
      union all
      select good, checks from check_5m
        where monitor_id = monitor.id and at >= ${hour} and at < ${spanOf(at, SPAN_MS)} and at < ${ROLLED_UNTIL}
      union all
      select case when status <> 'offline' then 1 else 0 end, 1 from check_result
        where monitor_id = monitor.id and at <= ${at} and not excluded and status <> 'unknown'
          and at >= greatest(${hour}::timestamptz, least(${ROLLED_UNTIL}, ${spanOf(at, SPAN_MS)}::timestamptz))) counted
    group by monitor.id`.execute(db)
  return new Map(rows.map(({ id, good, checks }) => [id, percentage(good, checks)]))
}
