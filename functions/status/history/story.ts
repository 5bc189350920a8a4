import { type Kysely, sql } from 'kysely'
import type { ServiceState } from '../../../contracts/status.ts'
import type { StatusTables } from '../domain.ts'
import type { Range } from './spans.ts'

/** How many services are in which state. */
export type Tally = Record<ServiceState, number>

/** Of a story, whatever happened: each has its worst and its last moment. */
const STRETCHES = 1000

const STATES = ['online', 'offline', 'degraded', 'unknown'] as const satisfies readonly ServiceState[]

/**
 * The counts after each change within a range, the oldest first, beginning with `first`. Where there are too many, the
 * range is cut into 1,000 stretches, of each of which the moment with the most failures and the last one are told: no
 * outage is lost, and the counts go on from the right ones.
 */
export async function changesOf(
  db: Kysely<StatusTables>,
  { from, to }: Range,
  first: Tally,
): Promise<({ at: Date } & Tally)[]> {
  const stretchMs = (to.getTime() - from.getTime()) / STRETCHES
  const counted = sql.join(
    STATES.map(
      (state) => sql`
        (${first[state]} + sum((now_in = ${state})::int - coalesce((was_in = ${state})::int, 0)) over so_far)::int
          as ${sql.ref(state)}`,
    ),
  )
  const { rows } = await sql<{ at: Date } & Tally>`
    with changed as (
      select at, from_status as was_in, status as now_in from transition where at > ${from} and at < ${to}
      union all
      -- what is added is there before its first change; what another system watched, with the first one that it told
      select born.at, null, born.state from monitor m
        left join lateral (
          select at, from_status from transition where monitor_id = m.id order by at, change limit 1) earliest on true
        cross join lateral (
          select least(m.created_at, earliest.at) as at, coalesce(earliest.from_status, m.status) as state) born
      where born.at > ${from} and born.at < ${to}),
    told as (
      select at, ${counted} from changed
      window so_far as (order by at range between unbounded preceding and current row)),
    moments as (select distinct * from told),
    ranked as (
      select *, count(*) over () as moments,
        row_number() over (partition by stretch order by offline desc, degraded desc, at) as badness,
        row_number() over (partition by stretch order by at desc) as lateness
      from (
        select *, floor(extract(epoch from at - ${from}::timestamptz) * 1000 / ${stretchMs}::double precision) as stretch
        from moments) cut)
    select at, online, offline, degraded, unknown from ranked
    where moments <= ${2 * STRETCHES} or badness = 1 or lateness = 1
    order by at`.execute(db)
  return rows
}

/** The oldest time that is known of: the first change, or the first monitor. */
export async function oldestMoment(db: Kysely<StatusTables>): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select least((select min(at) from transition), (select min(created_at) from monitor)) as at`.execute(db)
  return rows[0]?.at ?? null
}
