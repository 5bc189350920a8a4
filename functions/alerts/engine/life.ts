import { type Alert, SEVERITIES, type Severity } from '../../../contracts/alerts.ts'

/** An alert with what only the engine needs of it. */
export interface Kept {
  alert: Alert
  /** When what it was about last went away; null while it holds. */
  quietAt: string | null
}

/** A rule that fired. */
export interface Cause {
  ruleId: string
  ruleName: string
  severity: Severity
  labels: Record<string, string>
  /** When it began to hold. */
  since: Date
  value: number | null
  title: string
  reason: string
}

export type Turn = 'raised' | 'acknowledged' | 'snoozed' | 'resolved' | 'reopened' | 'escalated'

export interface Turned {
  kept: Kept
  /** What happened in its life; null when nothing that anybody needs to hear of. */
  turn: Turn | null
}

export const graver = (a: Severity, b: Severity): boolean => SEVERITIES.indexOf(a) > SEVERITIES.indexOf(b)

type Held = Alert['rules'][number]

const toHeld = (cause: Cause): Held => ({
  id: cause.ruleId,
  name: cause.ruleName,
  severity: cause.severity,
  since: cause.since.toISOString(),
  value: cause.value,
  reason: cause.reason,
  title: cause.title,
})

/** The gravest of the rules, the oldest of equals. */
const gravestOf = (rules: readonly Held[]): Held | undefined =>
  rules.reduce<Held | undefined>(
    (best, rule) => (best && !graver(rule.severity, best.severity) ? best : rule),
    undefined,
  )

const next = (kept: Kept, change: Partial<Alert>, quietAt: string | null = kept.quietAt): Kept => ({
  alert: { ...kept.alert, ...change, version: kept.alert.version + 1 },
  quietAt,
})

/**
 * A rule fired. It joins the alert that is open, raising its severity where it is graver, and has people told where it is
 * something new; reopens the last one when that
 * went away no longer than `reopenMs` ago; else raises a new one. An alert's severity never falls while it lives, so
 * that who heard of it hears of its end.
 */
export function fired(
  last: Kept | null,
  cause: Cause,
  spec: { id: string; at: Date; reopenMs: number; subject: Alert['subject'] },
): Turned {
  const { at, subject } = spec
  if (last && last.alert.state !== 'resolved') return joined(last, cause)
  const since = last && Date.parse(last.quietAt ?? last.alert.resolvedAt ?? last.alert.raisedAt)
  if (last && since !== null && spec.reopenMs > 0 && at.getTime() - since <= spec.reopenMs) {
    const change: Partial<Alert> = {
      title: cause.title,
      severity: cause.severity,
      state: 'open',
      subject,
      rules: [toHeld(cause)],
      labels: cause.labels,
      ...UNTOUCHED,
      resolvedAt: null,
      resolvedBy: null,
      reopened: last.alert.reopened + 1,
    }
    return { kept: next(last, change, null), turn: 'reopened' }
  }
  const alert: Alert = {
    id: spec.id,
    title: cause.title,
    severity: cause.severity,
    state: 'open',
    subject,
    rules: [toHeld(cause)],
    labels: cause.labels,
    raisedAt: at.toISOString(),
    acknowledgedAt: null,
    acknowledgedBy: null,
    snoozedUntil: null,
    resolvedAt: null,
    resolvedBy: null,
    reopened: 0,
    repeats: 0,
    incidentId: null,
    version: 1,
  }
  return { kept: { alert, quietAt: null }, turn: 'raised' }
}

function joined(open: Kept, cause: Cause): Turned {
  const { alert } = open
  const others = alert.rules.filter(({ id }) => id !== cause.ruleId)
  const change: Partial<Alert> = { rules: [...others, toHeld(cause)], labels: { ...alert.labels, ...cause.labels } }
  const escalates = graver(cause.severity, alert.severity)
  if (escalates) change.severity = cause.severity
  if (isNews(alert, others, cause)) {
    const anew = { title: cause.title, reopened: alert.reopened + 1, ...UNTOUCHED }
    return { kept: next(open, { ...change, ...anew, state: 'open' }), turn: 'reopened' }
  }
  if (escalates) change.title = cause.title
  return { kept: next(open, change), turn: escalates ? 'escalated' : null }
}

/**
 * Whether a rule tells of more than people know from those that hold: an outage of a service whose certificate was about
 * to end. The same again with more weight, such as an outage that lasts, is none; nor is what is measured besides an
 * outage that weighs as much.
 */
function isNews(alert: Alert, others: readonly Held[], cause: Cause): boolean {
  const gravest = gravestOf(others)
  if (!gravest || others.some(({ title }) => (title ?? alert.title) === cause.title)) return false
  const measured = cause.value !== null
  return graver(cause.severity, gravest.severity) || (!measured && cause.severity === gravest.severity)
}

/** Nobody looks after it, and nobody has it quiet. */
const UNTOUCHED = { acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: null } as const

/** The same security event again: while its alert is open, it is counted and nobody is told. */
export function repeated(last: Kept | null, ruleId: string): Kept | null {
  if (!last || last.alert.state === 'resolved' || !last.alert.rules.some(({ id }) => id === ruleId)) return null
  return next(last, { repeats: last.alert.repeats + 1 })
}

/** Rules ceased to hold at once. Their alert is resolved when no other holds it up. */
export function cleared(last: Kept | null, ruleIds: readonly string[], at: Date, by: string | null): Turned | null {
  if (!last) return null
  const { alert } = last
  if (alert.state === 'resolved') return { kept: next(last, {}, at.toISOString()), turn: null }
  const rest = alert.rules.filter(({ id }) => !ruleIds.includes(id))
  if (rest.length === alert.rules.length) return null
  if (rest.length > 0)
    return { kept: next(last, { rules: rest, title: gravestOf(rest)?.title ?? alert.title }), turn: null }
  // those that held it up until then stay
  return { kept: next(last, ended(at, by), at.toISOString()), turn: 'resolved' }
}

const ended = (at: Date, by: string | null): Partial<Alert> => ({
  state: 'resolved',
  resolvedAt: at.toISOString(),
  resolvedBy: by,
  snoozedUntil: null,
})

/** A sentence for who asked for what cannot be. */
export interface Refusal {
  refused: string
}

const over = ({ alert }: Kept): Refusal | null =>
  alert.state === 'resolved'
    ? { refused: `This alert was resolved at ${alert.resolvedAt}: nothing is left to do.` }
    : null

export function acknowledged(kept: Kept, at: Date, by: string): Turned | Refusal {
  const { alert } = kept
  if (alert.state === 'acknowledged')
    return { refused: `This alert was acknowledged already, at ${alert.acknowledgedAt}.` }
  const change: Partial<Alert> = {
    state: 'acknowledged',
    acknowledgedAt: at.toISOString(),
    acknowledgedBy: by,
    snoozedUntil: null,
  }
  return over(kept) ?? { kept: next(kept, change), turn: 'acknowledged' }
}

export const snoozed = (kept: Kept, until: Date): Turned | Refusal =>
  over(kept) ?? { kept: next(kept, { state: 'snoozed', snoozedUntil: until.toISOString() }), turn: 'snoozed' }

export const resolved = (kept: Kept, at: Date, by: string): Turned | Refusal =>
  over(kept) ?? { kept: next(kept, ended(at, by)), turn: 'resolved' }

/** A snooze ran out; it still holds, or it would be resolved by now. */
export const woken = (kept: Kept): Turned => ({
  kept: next(kept, {
    state: 'open',
    snoozedUntil: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    reopened: kept.alert.reopened + 1,
  }),
  turn: 'reopened',
})
