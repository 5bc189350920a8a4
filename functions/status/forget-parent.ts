import { type Transaction, sql } from 'kysely'
import type { Service } from '../../contracts/status.ts'
import type { StatusTables } from './domain.ts'
import { type MonitorRow, toTile } from './monitor-row.ts'
import { uptimes } from './uptime.ts'

/** Nothing depends on a removed monitor any more; what failed because of it is asked again. Gives the changed tiles. */
export async function forgetParent(tx: Transaction<StatusTables>, id: string, now: Date): Promise<Service[]> {
  const { rows } = await sql<MonitorRow>`
    update monitor set version = version + 1, depends_on = array_remove(depends_on, ${id}::uuid),
      next_check_at = case when because_of = ${id} and kind <> 'push' and source is null
        then least(next_check_at, ${now}) else next_check_at end
    where ${id}::uuid = any(depends_on) returning *`.execute(tx)
  if (rows.length === 0) return []
  const uptime = await uptimes(
    tx,
    now,
    rows.map((row) => row.id),
  )
  return rows.map((row) => toTile(row, uptime.get(row.id) ?? null))
}
