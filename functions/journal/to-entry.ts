import type { Selectable } from 'kysely'
import type { Entry } from '../../contracts/journal.ts'
import { showSealed } from '../../bus/index.ts'
import type { JournalTables } from './domain.ts'

export type Row = Selectable<JournalTables['entry']>

/** An index row as the journal shows it. */
export const toEntry = (row: Row, open?: (sealed: string) => string): Entry => ({
  seq: Number(row.seq),
  id: row.id,
  kind: row.kind,
  type: row.type,
  version: row.version,
  domain: row.domain,
  key: row.key,
  time: row.time.toISOString(),
  actor: row.actor,
  correlationId: row.correlation_id,
  causationId: row.causation_id,
  data: showSealed(JSON.parse(row.data) as Record<string, unknown>, open),
})
