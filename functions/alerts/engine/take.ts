import { type Selectable, sql } from 'kysely'
import { type Alert, SEVERITIES } from '../../../contracts/alerts.ts'
import { clear, raise } from './alerts.ts'
import type { Engine } from './engine.ts'
import {
  dueAt,
  type Happening,
  IDLE,
  type Observation,
  type Standing,
  step,
  type Stepped,
  timePasses,
} from './evaluate.ts'
import { type Rule, toRule } from './rule.ts'
import type { EngineTables } from './tables.ts'
import type { Words } from './words.ts'

type Row = Selectable<EngineTables['standing']>
type SubjectRef = Alert['subject']

/** One look at one subject with the eyes of one rule. */
export interface Seen {
  rule: Rule
  subject: SubjectRef
  observation: Observation
  words: Words
}

interface Held extends Standing {
  reason: string
  muted: boolean
}

interface Event {
  rule: Rule
  subject: SubjectRef
  happening: Happening
  held: Held
  /** How it stood before: what cleared is told by that. */
  since: Date
  title: string
}

const keyOf = (ruleId: string, subject: Pick<SubjectRef, 'kind' | 'id'>): string =>
  `${ruleId} ${subject.kind} ${subject.id}`

export const toStanding = (row: Row): Standing => ({
  since: row.since,
  firedAt: row.fired_at,
  excuse: row.excuse,
  value: row.value,
})

/** Rules in force; optionally only of some kinds. */
export async function rulesInForce(engine: Pick<Engine, 'tx'>): Promise<Rule[]> {
  const rows = await engine.tx.selectFrom('rule').selectAll().where('enabled', '=', true).orderBy('name').execute()
  return rows.flatMap((row) => toRule(row) ?? [])
}

/** Takes in what was seen, and does what follows: alerts are raised, reopened and resolved, in the order of time. */
export async function take(engine: Engine, seen: readonly Seen[]): Promise<void> {
  if (seen.length === 0) return
  const ids = [...new Set(seen.map(({ subject }) => subject.id))]
  const rows = await engine.tx
    .selectFrom('standing')
    .selectAll()
    .where(sql<boolean>`subject_id = any(${ids}::text[])`)
    .execute()
  const held = new Map(rows.map((row) => [keyOf(row.rule_id, { kind: row.subject_kind, id: row.subject_id }), row]))
  const changed = new Map<string, { seen: Seen; held: Held }>()
  const events: Event[] = []
  for (const one of seen) {
    const key = keyOf(one.rule.id, one.subject)
    const row = held.get(key)
    if (!row && !one.observation.holds && !changed.has(key)) continue
    const before = changed.get(key)?.held ?? (row ? { ...toStanding(row), reason: row.reason, muted: row.muted } : null)
    const stepped = step(one.rule.watch, before ?? IDLE, one.observation)
    const after: Held = {
      ...stepped.standing,
      reason: one.observation.holds ? one.words.reason : (before?.reason ?? ''),
      muted: before?.muted ?? false,
    }
    changed.set(key, { seen: one, held: after })
    events.push(...eventsOf(one.rule, one.subject, stepped, before ?? after, after, one.words.title))
  }
  await store(engine, [...changed.values()])
  await happen(engine, events)
}

/** What became due by `until` although nothing new was seen. */
export async function takeTime(
  engine: Engine,
  due: readonly { row: Row; rule: Rule; subject: SubjectRef; title: string }[],
  until: Date,
): Promise<void> {
  const changed: { seen: Pick<Seen, 'rule' | 'subject'>; held: Held }[] = []
  const events: Event[] = []
  for (const { row, rule, subject, title } of due) {
    const stepped = timePasses(rule.watch, toStanding(row), until)
    if (stepped.happened.length === 0) continue
    const held = { ...stepped.standing, reason: row.reason, muted: row.muted }
    changed.push({ seen: { rule, subject }, held })
    events.push(...eventsOf(rule, subject, stepped, held, held, title))
  }
  await store(engine, changed)
  await happen(engine, events)
}

/** What fired before it cleared in one step is told by how it stood before. */
const eventsOf = (
  rule: Rule,
  subject: SubjectRef,
  { happened }: Stepped,
  before: Held,
  after: Held,
  title: string,
): Event[] =>
  happened.map((happening) => {
    const cleared = happened.some(({ what }) => what === 'cleared')
    const held = cleared ? before : after
    return { rule, subject, happening, held, since: held.since ?? happening.at, title }
  })

/** What one observation clears is over at once, and its alert names all of it. */
const endsWith = (one: Event, next: Event | undefined): boolean =>
  next?.happening.what === 'cleared' &&
  next.happening.at.getTime() === one.happening.at.getTime() &&
  next.subject.kind === one.subject.kind &&
  next.subject.id === one.subject.id

async function happen(engine: Engine, events: readonly Event[]): Promise<void> {
  // of what fires at once the graver comes first, so that people hear of that and not of a rise
  const inOrder = events.toSorted(
    (a, b) =>
      a.happening.at.getTime() - b.happening.at.getTime() ||
      SEVERITIES.indexOf(b.rule.severity) - SEVERITIES.indexOf(a.rule.severity),
  )
  for (let i = 0; i < inOrder.length; i++) {
    const { rule, subject, happening, held, since, title } = inOrder[i]!
    const { what, at } = happening
    if (what === 'cleared') {
      const ruleIds = [rule.id]
      while (endsWith(inOrder[i]!, inOrder[i + 1])) ruleIds.push(inOrder[++i]!.rule.id)
      await clear(engine, subject, ruleIds, at)
    } else if (!held.muted)
      await raise(
        engine,
        subject,
        {
          ruleId: rule.id,
          ruleName: rule.name,
          severity: rule.severity,
          labels: rule.labels,
          since,
          value: held.value,
          title,
          reason: held.reason,
        },
        at,
      )
  }
}

async function store(
  engine: Engine,
  changed: readonly { seen: Pick<Seen, 'rule' | 'subject'>; held: Held }[],
): Promise<void> {
  if (changed.length === 0) return
  const rows = changed.map(({ seen: { rule, subject }, held }) => ({
    rule_id: rule.id,
    subject_kind: subject.kind,
    subject_id: subject.id,
    since: held.since,
    due_at: dueAt(rule.watch, held),
    fired_at: held.firedAt,
    excuse: held.excuse,
    value: held.value,
    reason: held.reason,
    muted: held.muted,
  }))
  const json = JSON.stringify(rows)
  await sql`
    with taken as (
      select * from jsonb_to_recordset(${json}::jsonb) as s(
        rule_id uuid, subject_kind text, subject_id text, since timestamptz, due_at timestamptz, fired_at timestamptz,
        excuse text, value double precision, reason text, muted boolean)),
    gone as (
      delete from standing s using taken t
      where s.rule_id = t.rule_id and s.subject_kind = t.subject_kind and s.subject_id = t.subject_id
        and t.since is null and t.excuse is null)
    insert into standing select * from taken where since is not null or excuse is not null
    on conflict (rule_id, subject_kind, subject_id) do update set
      since = excluded.since, due_at = excluded.due_at, fired_at = excluded.fired_at, excuse = excluded.excuse,
      value = excluded.value, reason = excluded.reason, muted = excluded.muted`.execute(engine.tx)
}
