import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { StatusTables } from '../domain.ts'
import type { MonitorRow } from '../monitor-row.ts'

const Id = z.uuid()

/** The monitor with this id, else the one of this name, whatever its case; a name may look like an id. */
export async function findService(db: Kysely<StatusTables>, service: string): Promise<MonitorRow | undefined> {
  const isId = Id.safeParse(service).success
  return db
    .selectFrom('monitor')
    .selectAll()
    .where((eb) => eb.or([sql<boolean>`lower(name) = lower(${service})`, ...(isId ? [eb('id', '=', service)] : [])]))
    .orderBy(sql`id::text = lower(${service})`, 'desc')
    .limit(1)
    .executeTakeFirst()
}
