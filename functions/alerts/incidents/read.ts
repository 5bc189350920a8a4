import type { Kysely } from 'kysely'
import type { Incident, IncidentEntry } from '../../../contracts/incidents.ts'
import type { AlertTables } from '../domain.ts'
import type { IncidentRow } from '../engine/incidents.ts'

/** Incidents with what they affected and their alerts. A service that it came over more than once stands there as often. */
export async function toIncidents(db: Kysely<AlertTables>, rows: readonly IncidentRow[]): Promise<Incident[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const affected = await db
    .selectFrom('incident_affected')
    .selectAll()
    .where('incident_id', 'in', ids)
    .orderBy('since')
    .orderBy('name')
    .execute()
  const held = await db
    .selectFrom('alert')
    .select(['id', 'incident_id'])
    .where('incident_id', 'in', ids)
    .orderBy('raised_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    severity: row.severity,
    state: row.state,
    startedAt: row.started_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    root: row.root_id === null || row.root_id.includes(':') ? null : { id: row.root_id, name: row.root_name ?? '' },
    affected: affected
      .filter(({ incident_id }) => incident_id === row.id)
      .map(({ subject_id, name, since, until }) => ({
        id: subject_id,
        name,
        since: since.toISOString(),
        until: until?.toISOString() ?? null,
      })),
    alertIds: held.filter(({ incident_id }) => incident_id === row.id).map(({ id }) => id),
    automatic: row.automatic,
    published: row.published,
    version: row.version,
  }))
}

/** One incident; undefined when there is none. */
export async function findIncident(db: Kysely<AlertTables>, id: string): Promise<Incident | undefined> {
  const row = await db.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst()
  return row && (await toIncidents(db, [row]))[0]
}

/** What was written down of an incident, the oldest first. */
export async function entriesOf(db: Kysely<AlertTables>, incidentId: string): Promise<IncidentEntry[]> {
  const rows = await db
    .selectFrom('incident_entry')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('at')
    .orderBy('ordinal')
    .execute()
  return rows.map(({ id, at, kind, text, actor, public: isPublic }) => ({
    id,
    at: at.toISOString(),
    kind,
    text,
    actor,
    public: isPublic,
  }))
}
