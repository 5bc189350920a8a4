import type { SECURITY_EVENTS } from '../../../contracts/alerts.ts'
import { keep, lastAlert, raise } from '../engine/alerts.ts'
import type { Engine } from '../engine/engine.ts'
import { repeated } from '../engine/life.ts'
import { rulesInForce } from '../engine/take.ts'

type SecurityEvent = (typeof SECURITY_EVENTS)[number]

/** Under which name it is recorded. */
export const metricOf = (event: SecurityEvent): string => `security:${event}`

/** What an alert about it is called. It names nobody: who it is about stands in the journal. */
export const TITLES: Readonly<Record<SecurityEvent, string>> = {
  'sign-in-burst': 'Many sign-ins failed within a short time',
  'remember-reused': 'A remembered sign-in was used a second time',
  'admin-made': 'Somebody became an admin',
  'two-factor-off': 'A second factor was switched off',
  'api-key-made': 'An API key was made',
  'plex-link-broken': 'Plex refuses the token of a person',
}

/** Raises what rules say of a security event. `about` tells apart whom or what it concerns, without naming anybody. */
export async function securityEvent(engine: Engine, event: SecurityEvent, about: string, at: Date): Promise<void> {
  const title = TITLES[event]
  // whatever rules there are now: another one may be tried on it
  await engine.tx
    .insertInto('sample')
    .values({ metric: metricOf(event), subject_id: about, at, value: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const subject = { kind: 'security' as const, id: `${event}:${about}`, name: title, group: null }
  for (const rule of await rulesInForce(engine)) {
    if (rule.condition.kind !== 'security' || !rule.condition.events.includes(event)) continue
    const again = repeated(await lastAlert(engine, subject), rule.id)
    if (again) {
      await keep(engine, { kept: again, turn: null }, at)
      continue
    }
    const cause = {
      ruleId: rule.id,
      ruleName: rule.name,
      severity: rule.severity,
      labels: rule.labels,
      since: at,
      value: null,
      title,
      reason: `${title}.`,
    }
    await raise(engine, subject, cause, at)
  }
}
