import { type Kysely, sql } from 'kysely'
import type { Step } from '../../../contracts/history.ts'
import {
  MaintenanceBegan,
  MaintenanceCancelled,
  MaintenanceEnded,
  MaintenancePlanned,
} from '../../../contracts/maintenance.ts'
import { CauseChanged } from '../../../contracts/status.ts'
import type { StatusTables } from '../domain.ts'
import type { Link } from './chain.ts'
import { kindOf } from './influences.ts'
import { later, MINUTE_MS } from './spans.ts'

/** What was done so long before a failure may have led to it. */
const SHORTLY_MS = 30 * MINUTE_MS

/** What opens and closes a window is told with the windows, and another cause after the change. */
const TOLD_ELSEWHERE = [MaintenanceBegan.type, MaintenanceEnded.type, CauseChanged.type]

/** Of planning a window only that is told which came to cover one of these services. */
const PLANS = [MaintenancePlanned.type, MaintenanceCancelled.type]

interface Found {
  id: string
  at: Date
  type: string
  monitor_id: string | null
  actor: string
  data: Record<string, unknown>
}

/**
 * What was done about these services or the whole house within half an hour before `first` and up to `until`: of each
 * type and subject the latest; and when there is nothing, the last that was done before.
 */
export async function influencesBefore(
  db: Kysely<StatusTables>,
  links: readonly Link[],
  first: Date,
  until: Date,
): Promise<Step[]> {
  const ids = links.map(({ id }) => id)
  const services = links.flatMap(({ service }) => service ?? [])
  const about = sql`
    type <> all(${TOLD_ELSEWHERE}::text[]) and (monitor_id = any(${ids}::uuid[]) or service = any(${services}::text[])
      or (monitor_id is null and service is null)) and (type <> all(${PLANS}::text[]) or exists (
        select from influence began
        where began.type = ${MaintenanceBegan.type} and began.data->>'maintenanceId' = influence.data->>'maintenanceId'
          and began.data->'monitorIds' ?| ${ids}::text[]))`
  const near = await sql<Found>`
    select distinct on (type, monitor_id, service) * from influence
    where at >= ${later(first, -SHORTLY_MS)} and at <= ${until} and ${about}
    order by type, monitor_id, service, at desc`.execute(db)
  const found =
    near.rows.length > 0
      ? near.rows
      : (
          await sql<Found>`select * from influence where at < ${first} and ${about} order by at desc limit 1`.execute(
            db,
          )
        ).rows
  return found.map((one) => toStep(one, links))
}

/** Of a state that lasts, the latest changes of its cause. */
const MOST_CAUSES = 5

/** What a service was put down to from one time to another, after it had failed. */
export async function causesSince(db: Kysely<StatusTables>, link: Link, since: Date, until: Date): Promise<Step[]> {
  const { rows } = await sql<Found>`
    select * from influence where monitor_id = ${link.id} and type = ${CauseChanged.type} and at >= ${since} and at <= ${until}
    order by at desc limit ${MOST_CAUSES}`.execute(db)
  return rows.map((one) => toStep(one, [link]))
}

const toStep = (one: Found, links: readonly Link[]): Step => ({
  at: one.at.toISOString(),
  kind: kindOf(one.type),
  entryId: one.id,
  type: one.type,
  actor: one.actor,
  serviceId: one.monitor_id,
  name: links.find(({ id }) => id === one.monitor_id)?.name ?? null,
  status: null,
  error: null,
  data: one.data,
})
