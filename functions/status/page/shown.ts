import { type Kysely, sql } from 'kysely'
import type { StatusTables } from '../domain.ts'
import type { MonitorRow } from '../monitor-row.ts'
import { findPage, type PageRow } from './page-row.ts'

/** What of a monitor the page may need; the rest is not even read. */
export type Shown = Pick<
  MonitorRow,
  'id' | 'name' | 'group_name' | 'status' | 'since' | 'response_time_ms' | 'maintenance_id' | 'source_maintenance'
>

/** The page; null while it is switched off. */
export async function openPage(db: Kysely<StatusTables>): Promise<PageRow | null> {
  const page = await findPage(db)
  return page?.enabled ? page : null
}

/** The monitors of the chosen groups by name; only the one that is called `name`, whatever its case, where that is given. */
export const shownBy = (db: Kysely<StatusTables>, { groups }: PageRow, name?: string): Promise<Shown[]> =>
  db
    .selectFrom('monitor')
    .select(['id', 'name', 'group_name', 'status', 'since', 'response_time_ms', 'maintenance_id', 'source_maintenance'])
    .where(sql<boolean>`coalesce(group_name, '') = any(${groups}::text[])`)
    .$if(name !== undefined, (query) => query.where(sql<boolean>`lower(name) = lower(${name})`))
    .orderBy(sql`lower(name)`)
    .execute()
