import { type Kysely, sql } from 'kysely'
import { CauseChanged, type ServiceState } from '../../../contracts/status.ts'
import type { StatusTables } from '../domain.ts'
import type { MonitorRow } from '../monitor-row.ts'

/** A monitor, and how it stood at some time. */
export type StoodAt = MonitorRow & {
  stood: ServiceState
  stood_since: Date | null
  stood_error: string | null
  stood_because_of: string | null
  stood_because_of_name: string | null
}

/**
 * How every monitor, or only one, stood that was there at a time. The last change before it says so, and
 * the last change of its cause since, why. Before the first that is known,
 * the state stands in that first one as what it left, or, where nothing changed at all, in the row.
 */
export async function stoodAt(db: Kysely<StatusTables>, at: Date, only?: string): Promise<StoodAt[]> {
  const which = only === undefined ? sql`true` : sql`m.id = ${only}`
  const { rows } = await sql<StoodAt>`
    select m.*,
      coalesce(last.status, next.from_status, case when m.since <= ${at} then m.status end, 'unknown') as stood,
      coalesce(last.at, case when next.from_status is null and m.since <= ${at} then m.since end) as stood_since,
      last.error as stood_error,
      case when cause.data is null then last.because_of else (cause.data->'becauseOf'->>'id')::uuid end
        as stood_because_of,
      case when cause.data is null then last.because_of_name else cause.data->'becauseOf'->>'name' end
        as stood_because_of_name
    from monitor m
      left join lateral (
        select at, status, error, because_of, because_of_name from transition
        where monitor_id = m.id and at <= ${at} order by at desc, change desc limit 1) last on true
      left join lateral (
        select data from influence
        where last.status = 'offline' and monitor_id = m.id and type = ${CauseChanged.type}
          and at >= last.at and at <= ${at} order by at desc limit 1) cause on true
      left join lateral (
        select from_status from transition
        where last.at is null and monitor_id = m.id and at > ${at} order by at, change limit 1) next on true
    where ${which} and (m.created_at <= ${at} or last.at is not null)
    order by lower(m.name)`.execute(db)
  return rows
}
