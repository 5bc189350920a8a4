import type { Selectable } from 'kysely'
import type { Alert } from '../../../contracts/alerts.ts'
import { derivedId } from '../../../bus/index.ts'
import type { Engine } from './engine.ts'
import { placeAlert } from './incidents.ts'
import { noteTurn, settle } from './timeline.ts'
import { type Cause, cleared, fired, graver, type Kept, type Turned } from './life.ts'
import type { EngineTables } from './tables.ts'
import { clock, spell } from './words.ts'

type AlertRow = Selectable<EngineTables['alert']>

export const toKept = (row: Pick<AlertRow, 'body' | 'quiet_at'>): Kept => ({
  alert: row.body,
  quietAt: row.quiet_at?.toISOString() ?? null,
})

/** The one that is open, else the one raised last. */
export async function lastAlert(engine: Engine, subject: Pick<Alert['subject'], 'kind' | 'id'>): Promise<Kept | null> {
  const rows = await engine.tx
    .selectFrom('alert')
    .select(['body', 'quiet_at', 'state'])
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .orderBy('raised_at', 'desc')
    .limit(20)
    .execute()
  const row = rows.find(({ state }) => state !== 'resolved') ?? rows[0]
  return row ? toKept(row) : null
}

/** A rule fired against a subject. */
export async function raise(engine: Engine, subject: Alert['subject'], cause: Cause, at: Date): Promise<void> {
  const last = await lastAlert(engine, subject)
  const id = derivedId('alert', subject.kind, subject.id, at.toISOString())
  const turned = fired(last, cause, { id, at, reopenMs: engine.reopenMs, subject })
  await keep(engine, turned, at, cause.reason)
}

/** Rules ceased to hold against a subject at once; `by` says who took it away, where it did not cease by itself. */
export async function clear(
  engine: Engine,
  subject: Pick<Alert['subject'], 'kind' | 'id'>,
  ruleIds: readonly string[],
  at: Date,
  by: string | null = null,
): Promise<void> {
  const last = await lastAlert(engine, subject)
  const turned = cleared(last, ruleIds, at, by)
  if (turned) await keep(engine, turned, at)
}

/** Stores an alert as it stands now, places it in its incident, announces what happened and has people told. */
export async function keep(engine: Engine, { kept, turn }: Turned, at: Date, text?: string): Promise<Alert> {
  const incident = turn === null ? null : await placeAlert(engine, kept.alert, turn, at)
  const alert: Alert = incident ? { ...kept.alert, incidentId: incident.id } : kept.alert
  if (turn === null) {
    await store(engine, { ...kept, alert }, null)
    return alert
  }
  const { id: subjectId, kind: subjectKind, name } = alert.subject
  const id = engine.announce(
    {
      alertId: alert.id,
      transition: turn,
      title: alert.title,
      severity: alert.severity,
      subjectKind,
      subjectId,
      name,
      rules: alert.rules.map((rule) => rule.name),
      incidentId: alert.incidentId,
      at: at.toISOString(),
      version: alert.version,
    },
    `${alert.id} ${turn} ${at.toISOString()}`,
  )
  await store(engine, { ...kept, alert }, turn === 'raised' || turn === 'reopened' ? { id, as: turn } : null)
  await engine.tx
    .insertInto('alert_transition')
    .values({ id, alert_id: alert.id, transition: turn, at, actor: engine.actor, version: alert.version })
    .execute()
  const sentence = text ?? sentenceOf(alert, turn, at)
  if (incident) await noteTurn(engine, incident.id, { id, turn, at, alert, text: sentence })
  if (turn === 'escalated') await tellAgain(engine, alert, incident, at, sentence)
  else if (turn !== 'snoozed')
    engine.told.push({ id, transition: turn, at, alert, incident, actor: engine.actor, text: sentence })
  if (incident && turn === 'resolved') await settle(engine, incident.id, at)
  return alert
}

/** Under the id of what was told before, so that only those hear of it whom the lower severity did not concern. */
async function tellAgain(
  engine: Engine,
  alert: Alert,
  incident: { id: string; title: string } | null,
  at: Date,
  text: string,
): Promise<void> {
  const { told_id: id, told_as: transition } = await engine.tx
    .selectFrom('alert')
    .select(['told_id', 'told_as'])
    .where('id', '=', alert.id)
    .executeTakeFirstOrThrow()
  engine.told.push({ id, transition, at, alert, incident, actor: null, text })
}

async function store(
  engine: Engine,
  kept: Kept,
  told: { id: string; as: 'raised' | 'reopened' } | null,
): Promise<void> {
  const { alert } = kept
  const row = {
    state: alert.state,
    severity: alert.severity,
    snoozed_until: alert.snoozedUntil === null ? null : new Date(alert.snoozedUntil),
    incident_id: alert.incidentId,
    quiet_at: kept.quietAt === null ? null : new Date(kept.quietAt),
    body: alert,
    ...(told ? { told_id: told.id, told_as: told.as } : {}),
  }
  await engine.tx
    .insertInto('alert')
    .values({
      id: alert.id,
      subject_kind: alert.subject.kind,
      subject_id: alert.subject.id,
      raised_at: new Date(alert.raisedAt),
      told_id: alert.id,
      told_as: 'raised',
      ...row,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}

/** The rule that weighs most, the newest of equals. */
const gravest = (alert: Alert): Alert['rules'][number] | undefined =>
  alert.rules.reduce<Alert['rules'][number] | undefined>(
    (best, rule) => (best && graver(best.severity, rule.severity) ? best : rule),
    undefined,
  )

function sentenceOf(alert: Alert, turn: Exclude<Turned['turn'], null>, at: Date): string {
  switch (turn) {
    case 'acknowledged':
      return `${alert.title}: somebody looks after it.`
    case 'snoozed':
      return `${alert.title}: quiet until ${alert.snoozedUntil ? clock(alert.snoozedUntil) : 'somebody says otherwise'}.`
    case 'resolved':
      return `${alert.title}: over after ${spell(at.getTime() - Date.parse(alert.raisedAt))}.`
    default:
      return gravest(alert)?.reason ?? alert.title
  }
}
