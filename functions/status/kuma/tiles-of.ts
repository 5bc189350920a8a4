import { sql } from 'kysely'
import type { Service } from '../../../contracts/status.ts'
import { toTile } from '../monitor-row.ts'
import { uptimes } from '../uptime.ts'
import type { Tx } from './source.ts'

/** The tiles of these as their rows stand in this transaction. */
export async function tilesOf(tx: Tx, ids: readonly string[], now: Date): Promise<Service[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('monitor')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  const uptime = await uptimes(tx, now, ids)
  return rows.map((row) => toTile(row, uptime.get(row.id) ?? null))
}
