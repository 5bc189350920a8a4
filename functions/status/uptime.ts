import { type Kysely, sql } from 'kysely'
import type { Uptime } from '../../contracts/history.ts'
import type { StatusTables } from './domain.ts'
import { DAY_MS, later, percentage, spanOf } from './history/spans.ts'

/** Share of good checks in the 24 hours before `at`, in whole hours, by monitor; of the given ones or of all. */
export async function uptimes(
  db: Kysely<StatusTables>,
  at: Date,
  ids?: readonly string[],
): Promise<ReadonlyMap<string, number | null>> {
  const rows = await db
    .selectFrom('check_hour')
    .select(['monitor_id', sql<number>`sum(good)::int`.as('good'), sql<number>`sum(checks)::int`.as('checks')])
    .where('at', '>', later(at, -DAY_MS))
    .$if(ids !== undefined, (query) => query.where(sql<boolean>`monitor_id = any(${ids ?? []}::uuid[])`))
    .groupBy('monitor_id')
    // in maintenance all the time: nothing counted
    .having(sql<boolean>`sum(checks) > 0`)
    .execute()
  return new Map(rows.map((row) => [row.monitor_id, percentage(row.good, row.checks)]))
}

const DAYS = { day: 1, week: 7, month: 30, year: 365 } as const satisfies Record<keyof Uptime, number>

/**
 * Share of good checks of one monitor over four lengths before `at`, in whole hours; what is older than a month, in whole
 * days.
 */
export async function uptimeOf(db: Kysely<StatusTables>, monitorId: string, at: Date): Promise<Uptime> {
  const since = (name: keyof Uptime): Date => later(at, -DAYS[name] * DAY_MS)
  const sums = (name: keyof Uptime) => {
    const within = sql`filter (where at > ${since(name)})`
    return sql`coalesce(sum(good) ${within}, 0)::int, coalesce(sum(checks) ${within}, 0)::int`
  }
  const hoursFrom = spanOf(since('month'), DAY_MS)
  const { rows } = await sql<{ sums: number[] }>`
    select array[${sums('day')}, ${sums('week')}, ${sums('month')}, ${sums('year')}] as sums
    from (
      select at, good, checks from check_hour where monitor_id = ${monitorId} and at >= ${hoursFrom} and at <= ${at}
      union all
      select at, good, checks from check_day
      where monitor_id = ${monitorId} and at > ${since('year')} and at < ${hoursFrom}) counted`.execute(db)
  const [day, week, month, year] = [0, 2, 4, 6].map((i) => {
    const [good = 0, checks = 0] = rows[0]?.sums.slice(i) ?? []
    return percentage(good, checks)
  }) as [number | null, number | null, number | null, number | null]
  return { day, week, month, year }
}
