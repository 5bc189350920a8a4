import type { Selectable } from 'kysely'
import type { Entry } from '../../contracts/journal.ts'
import { showSealed } from '../../bus/index.ts'
import type { JournalTables } from './domain.ts'

export type Row = Selectable<JournalTables['entry']>

/** What shows who somebody is, as every context has it. */
export interface Shows {
  readonly people: {
    show(data: Record<string, unknown>): Promise<Record<string, unknown>>
    from(sealedFrom: string | null): Promise<{ name: string | null; address: string | null }>
  }
}

/** An index row as the journal shows it to admins; secret fields stay sealed unless `open` is given. */
export async function toEntry(row: Row, ctx: Shows, open?: (sealed: string) => string): Promise<Entry> {
  const [data, from] = await Promise.all([
    ctx.people.show(showSealed(JSON.parse(row.data) as Record<string, unknown>, open)),
    ctx.people.from(row.sealed_from),
  ])
  return {
    seq: Number(row.seq),
    id: row.id,
    kind: row.kind,
    type: row.type,
    version: row.version,
    domain: row.domain,
    key: row.key,
    time: row.time.toISOString(),
    actor: row.actor,
    actorName: from.name ?? ownName(row.actor, data),
    address: from.address,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    data,
  }
}

/** Whoever signs in has no name in the message before they did; what it says about them has. */
function ownName(actor: string, data: Record<string, unknown>): string | null {
  const { userId, username } = data
  return actor === `user:${String(userId)}` && typeof username === 'string' && username !== '' ? username : null
}
