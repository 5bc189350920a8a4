import { type Kysely, sql } from 'kysely'
import type { Alert } from '../../../contracts/alerts.ts'
import type { AlertTables } from '../domain.ts'
import type { Engine } from './engine.ts'
import { follow } from './incidents.ts'
import { clear } from './alerts.ts'
import { inScope, type Rule } from './rule.ts'
import { excuseOf, type Subject } from './subjects.ts'
import { rulesInForce, type Seen, take } from './take.ts'
import { stateWords } from './words.ts'

export const toRef = (subject: Pick<Subject, 'id' | 'name' | 'group_name'>): Alert['subject'] => ({
  kind: 'service',
  id: subject.id,
  name: subject.name,
  group: subject.group_name,
})

/** What a state rule sees of a service; null when the rule is of another kind. */
export function seeState(rule: Rule, subject: Subject, at: Date): Seen | null {
  const { condition } = rule
  if (condition.kind !== 'state') return null
  const concerns = inScope(rule, { id: subject.id, group: subject.group_name })
  return {
    rule,
    subject: toRef(subject),
    observation: { at, holds: concerns && subject.status === condition.state, excuse: excuseOf(subject) },
    words: stateWords(subject.name, condition.state, subject.error),
  }
}

/**
 * Stores services as they stand from `at` on, remembers that for back-tests, and does what follows. Time never runs
 * backwards for one service: what comes late counts from the newest that was seen.
 */
export async function servicesChanged(engine: Engine, changed: readonly Subject[], at: Date): Promise<void> {
  const rules = await rulesInForce(engine)
  for (const subject of changed) {
    const from = subject.seen_at > at ? subject.seen_at : at
    const row = { ...subject, seen_at: from }
    const { id, ...rest } = row
    await engine.tx
      .insertInto('subject')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
    await engine.tx
      .insertInto('story')
      .values({ subject_id: id, at: from, status: row.status, excuse: excuseOf(row) })
      .execute()
    await take(
      engine,
      rules.flatMap((rule) => seeState(rule, row, from) ?? []),
    )
    await follow(engine, row, from)
  }
}

/** Ends all that stands against a service that is gone. It stays known as removed. */
export async function serviceRemoved(engine: Engine, subject: Subject): Promise<void> {
  const gone: Subject = { ...subject, removed_at: engine.now, status: 'unknown', because_of: null, differs_since: null }
  await engine.tx
    .updateTable('subject')
    .set({ removed_at: gone.removed_at, status: gone.status, because_of: null, differs_since: null })
    .where('id', '=', subject.id)
    .execute()
  const open = await engine.tx
    .selectFrom('alert')
    .select('body')
    .where('subject_kind', '=', 'service')
    .where('subject_id', '=', subject.id)
    .where('state', '<>', 'resolved')
    .executeTakeFirst()
  if (open)
    await clear(
      engine,
      toRef(subject),
      open.body.rules.map(({ id }) => id),
      engine.now,
      'system',
    )
  await engine.tx
    .deleteFrom('standing')
    .where('subject_kind', '=', 'service')
    .where('subject_id', '=', subject.id)
    .execute()
  await engine.tx.deleteFrom('story').where('subject_id', '=', subject.id).execute()
  await engine.tx.deleteFrom('sample').where('subject_id', '=', subject.id).execute()
  await follow(engine, gone, engine.now)
}

/** Services that are in the portal, in the order of their names. */
export const subjectsPresent = (engine: Pick<Engine, 'tx'>): Promise<Subject[]> =>
  engine.tx.selectFrom('subject').selectAll().where('removed_at', 'is', null).orderBy('name').execute()

/** Whether a rule of the service became due before `at` and nobody saw to it: this is handled late. */
export async function isOverdue(db: Kysely<AlertTables>, subjectId: string, at: Date): Promise<boolean> {
  const row = await db
    .selectFrom('standing')
    .select(sql<number>`1`.as('one'))
    .where('subject_kind', '=', 'service')
    .where('subject_id', '=', subjectId)
    .where('due_at', '<=', at)
    .executeTakeFirst()
  return row !== undefined
}
