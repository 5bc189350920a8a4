import { type Selectable, sql } from 'kysely'
import type { Alert } from '../../../contracts/alerts.ts'
import { derivedId } from '../../../bus/index.ts'
import { type Engine, touch } from './engine.ts'
import { graver, type Turn } from './life.ts'
import { notWellBehind, rootOf, type Subject } from './subjects.ts'
import type { EngineTables } from './tables.ts'
import { addEntry, settle } from './timeline.ts'

export type IncidentRow = Selectable<EngineTables['incident']>
type Shown = Pick<IncidentRow, 'id' | 'title'>

/** The incident of an alert: its own, that of the service at the root of its failure, or a new one. */
export async function placeAlert(engine: Engine, alert: Alert, turn: Turn, at: Date): Promise<Shown | null> {
  const begins = turn === 'raised' || turn === 'reopened'
  if (!begins) {
    const own = alert.incidentId === null ? undefined : await find(engine, alert.incidentId)
    if (!own) return null
    if (turn === 'escalated') await weigh(engine, own, alert)
    await touch(engine, own.id, 'changed')
    return own
  }
  const root = alert.subject.kind === 'service' ? await rootOf(engine.tx, alert.subject.id) : null
  const rootId = root?.id ?? `${alert.subject.kind}:${alert.subject.id}`
  const open = await openIncident(engine, rootId)
  const before = alert.incidentId === null ? undefined : await find(engine, alert.incidentId)
  const behind = root ? await notWellBehind(engine.tx, root.id) : []
  const incident =
    open ??
    (before?.automatic ? await reopen(engine, before, alert) : undefined) ??
    (root && (await inheritFromChildren(engine, root, behind, alert))) ??
    (await create(engine, alert, { id: rootId, name: root?.name ?? alert.subject.name }, at))
  await weigh(engine, incident, alert)
  await touch(engine, incident.id, 'changed')
  // everything that is not well because of the root becomes part of its incident, alerts of its own included
  if (root) for (const subject of behind) await affect(engine, incident, root, subject, at)
  return { id: incident.id, title: incident.title }
}

/** What strangers read stays as somebody published it: the alert may name a service that they are not told of. */
const titleOf = ({ published, title }: IncidentRow, alert: Alert): string => (published ? title : alert.title)

const find = (engine: Engine, id: string): Promise<IncidentRow | undefined> =>
  engine.tx.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst()

const openIncident = (engine: Engine, rootId: string): Promise<IncidentRow | undefined> =>
  engine.tx
    .selectFrom('incident')
    .selectAll()
    .where('root_id', '=', rootId)
    .where('state', '=', 'open')
    .where('automatic', '=', true)
    .orderBy('started_at')
    .executeTakeFirst()

async function create(
  engine: Engine,
  alert: Alert,
  root: { id: string; name: string },
  at: Date,
): Promise<IncidentRow> {
  const row: IncidentRow = {
    id: derivedId('incident', alert.id, at.toISOString()),
    title: alert.title,
    severity: alert.severity,
    state: 'open',
    started_at: at,
    resolved_at: null,
    root_id: root.id,
    root_name: root.name,
    automatic: true,
    published: false,
    version: 0,
  }
  await engine.tx.insertInto('incident').values(row).execute()
  await touch(engine, row.id, 'opened')
  return row
}

async function reopen(engine: Engine, incident: IncidentRow, alert: Alert): Promise<IncidentRow> {
  if (incident.state === 'open') return incident
  const change = { state: 'open' as const, resolved_at: null, title: titleOf(incident, alert) }
  await engine.tx.updateTable('incident').set(change).where('id', '=', incident.id).execute()
  await touch(engine, incident.id, 'reopened')
  return { ...incident, ...change }
}

/** A child's outage came to light before that of the service behind it: what began as the child's is the root's. */
async function inheritFromChildren(
  engine: Engine,
  root: Subject,
  behind: readonly Subject[],
  alert: Alert,
): Promise<IncidentRow | undefined> {
  const children = behind.map(({ id }) => id).filter((id) => id !== root.id)
  if (children.length === 0) return undefined
  const oldest = await engine.tx
    .selectFrom('incident')
    .selectAll()
    .where('root_id', 'in', children)
    .where('state', '=', 'open')
    .where('automatic', '=', true)
    .orderBy('started_at')
    .executeTakeFirst()
  if (!oldest) return undefined
  const change = { root_id: root.id, root_name: root.name, title: titleOf(oldest, alert) }
  await engine.tx.updateTable('incident').set(change).where('id', '=', oldest.id).execute()
  await touch(engine, oldest.id, 'changed')
  return { ...oldest, ...change }
}

async function weigh(engine: Engine, incident: IncidentRow, alert: Alert): Promise<void> {
  if (!graver(alert.severity, incident.severity)) return
  await engine.tx.updateTable('incident').set({ severity: alert.severity }).where('id', '=', incident.id).execute()
}

async function affect(engine: Engine, incident: Shown, root: Subject, subject: Subject, at: Date): Promise<void> {
  const since = subject.since ?? at
  const known = await engine.tx
    .selectFrom('incident_affected')
    .select('since')
    .where('incident_id', '=', incident.id)
    .where('subject_id', '=', subject.id)
    .where((eb) => eb.or([eb('until', 'is', null), eb('since', '=', since)]))
    .executeTakeFirst()
  if (!known) {
    await engine.tx
      .insertInto('incident_affected')
      .values({ incident_id: incident.id, subject_id: subject.id, name: subject.name, since, until: null })
      .execute()
    if (subject.id !== root.id)
      await addEntry(engine, incident.id, {
        at: since,
        kind: 'affected',
        text: `${subject.name} is ${subject.status} because of ${root.name}.`,
        about: `${subject.id} ${since.toISOString()}`,
      })
  }
  if (subject.id !== root.id) await bringAlertOver(engine, incident, root, subject, at)
}

async function bringAlertOver(engine: Engine, to: Shown, root: Subject, child: Subject, at: Date): Promise<void> {
  const row = await engine.tx
    .selectFrom('alert')
    .select(['id', 'incident_id', 'body'])
    .where('subject_kind', '=', 'service')
    .where('subject_id', '=', child.id)
    .where('state', '<>', 'resolved')
    .executeTakeFirst()
  if (!row || row.incident_id === to.id) return
  const body: Alert = { ...row.body, incidentId: to.id, version: row.body.version + 1 }
  await engine.tx.updateTable('alert').set({ incident_id: to.id, body }).where('id', '=', row.id).execute()
  await touch(engine, to.id, 'changed')
  if (row.incident_id === null) return
  // what happened in its life goes with it
  await sql`
    update incident_entry set incident_id = ${to.id}
    where incident_id = ${row.incident_id} and about in (select id::text from alert_transition where alert_id = ${row.id})`.execute(
    engine.tx,
  )
  await endAffected(engine, child.id, at, row.incident_id)
  await addEntry(engine, row.incident_id, {
    at,
    kind: 'resolved',
    text: `${child.name} is put down to ${root.name}; it goes on in the incident “${to.title}”.`,
    about: `moved ${row.id}`,
  })
  await settle(engine, row.incident_id, at)
}

/** What a change of a service means for incidents: it joins the one of its root, or leaves those that it was part of. */
export async function follow(engine: Engine, subject: Subject, at: Date): Promise<void> {
  const well = subject.status === 'online' || subject.status === 'unknown' || subject.removed_at !== null
  const root = well ? subject : ((await rootOf(engine.tx, subject.id)) ?? subject)
  const open = await engine.tx
    .selectFrom('incident_affected as a')
    .innerJoin('incident as i', 'i.id', 'a.incident_id')
    .select(['a.incident_id', 'i.root_id', 'i.automatic'])
    .where('a.subject_id', '=', subject.id)
    .where('a.until', 'is', null)
    .execute()
  for (const part of open) {
    if (!well && (!part.automatic || part.root_id === root.id)) continue
    await endAffected(engine, subject.id, at, part.incident_id)
    await addEntry(engine, part.incident_id, {
      at,
      kind: 'recovered',
      text: subject.removed_at
        ? `${subject.name} was removed.`
        : well
          ? `${subject.name} is well again.`
          : `${subject.name} is ${subject.status} for another reason now.`,
      about: `${subject.id} ${at.toISOString()}`,
    })
    await settle(engine, part.incident_id, at)
  }
  if (well || root.id === subject.id) return
  const incident = await openIncident(engine, root.id)
  if (!incident) return
  await affect(engine, incident, root, subject, at)
  await touch(engine, incident.id, 'changed')
}

const endAffected = (engine: Engine, subjectId: string, at: Date, incidentId: string) =>
  engine.tx
    .updateTable('incident_affected')
    .set({ until: sql<Date>`greatest(since, ${at}::timestamptz)` })
    .where('incident_id', '=', incidentId)
    .where('subject_id', '=', subjectId)
    .where('until', 'is', null)
    .execute()
