import { type Transaction, sql } from 'kysely'
import type { StatusTables } from '../domain.ts'
import type { MonitorRow } from '../monitor-row.ts'

/**
 * Puts on every monitor the open window that covers it, of several the one that ends last, and takes away what is over;
 * gives the monitors that this changed.
 * With `added` only on that monitor, which is covered from its first check on when this comes in the commit that adds it.
 */
export async function showWindows(tx: Transaction<StatusTables>, added?: string): Promise<MonitorRow[]> {
  const { rows } = await sql<{ id: string }>`
    select m.id, w.id as window, w.title, w.active_until as until
    from monitor m left join lateral (
      select id, title, active_until from maintenance w
      where w.active_since is not null
        and (w.everything or m.group_name = any(w.groups) or m.id = any(w.monitor_ids))
      order by w.active_until desc, w.id limit 1) w on true
    where (m.maintenance_id, m.maintenance_title, m.maintenance_ends_at)
      is distinct from (w.id, w.title, w.active_until)
      and (${added ?? null}::uuid is null or m.id = ${added ?? null})
    order by m.id for update of m`.execute(tx)
  if (rows.length === 0) return []
  const { rows: monitors } = await sql<MonitorRow>`
    with moved as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(
        id uuid, "window" uuid, title text, until timestamptz))
    update monitor m set maintenance_id = c."window", maintenance_title = c.title, maintenance_ends_at = c.until,
      version = m.version + 1
    from moved c where m.id = c.id returning m.*`.execute(tx)
  return monitors
}
