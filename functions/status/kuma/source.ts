import { type Transaction, sql } from 'kysely'
import type { MonitorRow } from '../monitor-row.ts'
import type { StatusTables } from '../domain.ts'

export type Tx = Transaction<StatusTables>

/** As in `monitor.source` and `source.name`. */
export const SOURCE = 'uptime-kuma'

/** No check of ours is due: its source speaks. */
export const NEVER = new Date('9999-01-01T00:00:00Z')

/** Its monitors, locked until the commit; only some of them where ids of the source are given. */
export const lockMonitors = (tx: Tx, sourceIds?: readonly string[]): Promise<MonitorRow[]> =>
  tx
    .selectFrom('monitor')
    .selectAll()
    .where('source', '=', SOURCE)
    .$if(sourceIds !== undefined, (q) => q.where(sql<boolean>`source_id = any(${sourceIds ?? []}::text[])`))
    .orderBy('id')
    .forUpdate()
    .execute()
