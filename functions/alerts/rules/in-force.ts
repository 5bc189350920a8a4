import { sql } from 'kysely'
import { clear, raise, toKept } from '../engine/alerts.ts'
import type { Engine } from '../engine/engine.ts'
import { type Rule, type RuleRow, toRule } from '../engine/rule.ts'
import { seeState, subjectsPresent } from '../engine/services.ts'
import { take } from '../engine/take.ts'
import { titleOf } from '../engine/words.ts'

/** The rule of that name, whatever its case. */
export const findByName = (engine: Engine, name: string): Promise<Pick<RuleRow, 'id' | 'name'> | undefined> =>
  engine.tx
    .selectFrom('rule')
    .select(['id', 'name'])
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst()

export const taken = (name: string): string => `There is a rule called “${name}” already: choose another name.`

/** Alerts that only this rule held up are resolved; it holds nothing against anybody any more. */
export async function withdraw(engine: Engine, ruleId: string): Promise<void> {
  const open = await engine.tx
    .selectFrom('alert')
    .select('body')
    .where('state', '<>', 'resolved')
    .where(sql<boolean>`body @> ${JSON.stringify({ rules: [{ id: ruleId }] })}::jsonb`)
    .execute()
  for (const { body } of open) await clear(engine, body.subject, [ruleId], engine.now, engine.actor ?? 'system')
  await engine.tx.deleteFrom('standing').where('rule_id', '=', ruleId).execute()
}

/** What a rule finds holding counts from now on; measured values are looked at within half a minute. */
export async function putInForce(engine: Engine, row: RuleRow): Promise<void> {
  const rule = row.enabled ? toRule(row) : null
  if (!rule) return
  const subjects = await subjectsPresent(engine)
  await take(
    engine,
    subjects.flatMap((subject) => seeState(rule, subject, engine.now) ?? []),
  )
}

/** The same condition with another name, severity, scope or labels: what fired stays, and is what it is called now. */
export async function amend(engine: Engine, row: RuleRow): Promise<void> {
  await putInForce(engine, row)
  const rule = toRule(row)
  if (!rule || row.kind === 'security') return
  const rows = await engine.tx
    .selectFrom('alert')
    .select(['body', 'quiet_at'])
    .where('state', '<>', 'resolved')
    .where(sql<boolean>`body @> ${JSON.stringify({ rules: [{ id: rule.id }] })}::jsonb`)
    .execute()
  for (const { alert } of rows.map(toKept)) {
    const held = alert.rules.find(({ id }) => id === rule.id)
    if (held) await raise(engine, alert.subject, causeOf(rule, alert.subject.name, held), engine.now)
  }
}

const causeOf = (rule: Rule, name: string, held: { since: string; value: number | null; reason: string }) => ({
  ruleId: rule.id,
  ruleName: rule.name,
  severity: rule.severity,
  labels: rule.labels,
  since: new Date(held.since),
  value: held.value,
  title: titleOf(name, rule),
  reason: held.reason,
})
