import type { Kysely, Selectable } from 'kysely'
import type { StatusPage } from '../../../contracts/status-page.ts'
import type { StatusTables } from '../domain.ts'

export type PageRow = Selectable<StatusTables['page']>

/** Undefined until somebody set it. */
export const findPage = (db: Kysely<StatusTables>): Promise<PageRow | undefined> =>
  db.selectFrom('page').selectAll().executeTakeFirst()

/** The page as it is set; one that nobody set is switched off and shows nothing. */
export const toPage = (row: PageRow | undefined): StatusPage => ({
  enabled: row?.enabled ?? false,
  title: row?.title ?? 'Status',
  description: row?.description ?? null,
  groups: row?.groups ?? [],
  responseTimes: row?.response_times ?? false,
  updatedAt: row?.updated_at.toISOString() ?? null,
})
