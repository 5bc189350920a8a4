import type { Selectable } from 'kysely'
import type { Entry } from '../../contracts/journal.ts'
import type { JournalTables } from './domain.ts'

export type Row = Selectable<JournalTables['entry']>

const isSealed = (value: unknown): value is { $sealed: string } =>
  typeof value === 'object' && value !== null && typeof (value as { $sealed?: unknown }).$sealed === 'string'

/** Sealed fields are shown as such, or opened where `open` is given. */
function showFields(data: Record<string, unknown>, open?: (sealed: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (!isSealed(value)) return [name, value]
      return [name, open ? (JSON.parse(open(value.$sealed)) as unknown) : { sealed: true }]
    }),
  )
}

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
  data: showFields(JSON.parse(row.data) as Record<string, unknown>, open),
})
