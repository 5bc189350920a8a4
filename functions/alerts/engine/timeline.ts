import { sql } from 'kysely'
import type { Alert } from '../../../contracts/alerts.ts'
import type { IncidentEntry } from '../../../contracts/incidents.ts'
import { derivedId } from '../../../bus/index.ts'
import { type Engine, touch } from './engine.ts'
import type { Turn } from './life.ts'

/** Closes an incident of alerts when all of them are resolved and everything is well again. */
export async function settle(engine: Engine, incidentId: string, at: Date): Promise<void> {
  const incident = await engine.tx
    .selectFrom('incident')
    .select(['automatic', 'state'])
    .where('id', '=', incidentId)
    .executeTakeFirst()
  if (!incident || !incident.automatic || incident.state === 'resolved') return
  const waits = await sql<{ open: boolean }>`
    select exists (select 1 from alert where incident_id = ${incidentId} and state <> 'resolved')
        or exists (select 1 from incident_affected where incident_id = ${incidentId} and until is null) as open`.execute(
    engine.tx,
  )
  if (waits.rows[0]?.open) return
  await engine.tx
    .updateTable('incident')
    .set({ state: 'resolved', resolved_at: sql<Date>`greatest(started_at, ${at}::timestamptz)` })
    .where('id', '=', incidentId)
    .execute()
  await touch(engine, incidentId, 'resolved')
}

interface NewEntry {
  at: Date
  kind: IncidentEntry['kind']
  text: string
  /** What it says, for an id that is the same when it is said again. */
  about: string
  actor?: string | null
  public?: boolean
}

/** Saying it again changes nothing. */
export async function addEntry(engine: Engine, incidentId: string, entry: NewEntry): Promise<string> {
  const { at, kind, text, about, actor = null } = entry
  const id = derivedId('entry', incidentId, kind, about)
  await engine.tx
    .insertInto('incident_entry')
    .values({ id, incident_id: incidentId, at, kind, text, actor, public: entry.public ?? false, about })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await touch(engine, incidentId, kind === 'note' ? 'noted' : 'changed')
  return id
}

const KIND: Record<Turn, IncidentEntry['kind']> = {
  raised: 'raised',
  escalated: 'raised',
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  resolved: 'resolved',
  reopened: 'reopened',
}

/** The step in an alert's life, on its incident's timeline. */
export async function noteTurn(
  engine: Engine,
  incidentId: string,
  { id, turn, at, text }: { id: string; turn: Turn; at: Date; alert: Alert; text: string },
): Promise<void> {
  await addEntry(engine, incidentId, { at, kind: KIND[turn], text, about: id, actor: engine.actor })
}
