import { type Kysely, sql } from 'kysely'
import { MaintenanceBegan, MaintenanceCancelled, MaintenanceEnded } from '../../../contracts/maintenance.ts'
import type { StatusTables } from '../domain.ts'

/** A maintenance window that was open at some time. `id` and `at` are those of the event of its opening. */
export interface Window {
  id: string
  at: Date
  actor: string
  maintenanceId: string
  title: string
  until: string | null
  monitorIds: string[]
}

/** No window is open for longer; older openings whose end was missed are passed over. */
const LONGEST_DAYS = 366

/** The maintenance windows that were open at a time, the oldest first. */
export async function windowsAt(db: Kysely<StatusTables>, at: Date): Promise<Window[]> {
  const { rows } = await sql<Window>`
    select id, at, actor, data->>'maintenanceId' as "maintenanceId", data->>'title' as title, data->>'until' as until,
      array(select jsonb_array_elements_text(data->'monitorIds')) as "monitorIds"
    from influence began
    where type = ${MaintenanceBegan.type} and at <= ${at} and at > ${at}::timestamptz - ${LONGEST_DAYS} * interval '1 day'
      and not exists (
        select from influence ended
        where ended.type in (${MaintenanceEnded.type}, ${MaintenanceCancelled.type})
          and ended.at >= began.at and ended.at <= ${at}
          and ended.data->>'maintenanceId' = began.data->>'maintenanceId')
    order by at`.execute(db)
  return rows
}
