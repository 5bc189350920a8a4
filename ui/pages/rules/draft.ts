import { METRICS, type Metric, type SECURITY_EVENTS } from '../../../contracts/alert-kinds.ts'
import type { AlertRule, Severity } from '../../../contracts/alerts.ts'
import type { RouteInput } from '../../../contracts/http.ts'
import type { FailureCode, Issue } from '../../failure.ts'
import { t } from '../../messages.ts'

export type SecurityEvent = (typeof SECURITY_EVENTS)[number]
type HoldUnit = '1' | '60' | '3600'

/** A rule as it stands in the form: what is typed is text, and each kind keeps what was chosen for it. */
export interface Draft {
  name: string
  kind: AlertRule['kind']
  severity: Severity
  enabled: boolean
  state: 'offline' | 'degraded'
  metric: Metric
  direction: 'above' | 'below'
  value: string
  hold: string
  /** Seconds of one. */
  holdUnit: HoldUnit
  events: readonly SecurityEvent[]
  groups: readonly string[]
  serviceIds: readonly string[]
  labels: string
}
export type Wrong = Partial<Record<'name' | 'value' | 'hold' | 'events' | 'labels' | 'scope', string>>
export type Input = RouteInput<'addRule'>

export const EMPTY: Draft = {
  name: '',
  kind: 'state',
  severity: 'critical',
  enabled: true,
  state: 'offline',
  metric: 'latency',
  direction: 'above',
  value: '',
  hold: '2',
  holdUnit: '60',
  events: [],
  groups: [],
  serviceIds: [],
  labels: '',
}

const HOUR_S = 3600
const DAY_S = 24 * HOUR_S

function holdOf(seconds: number): Pick<Draft, 'hold' | 'holdUnit'> {
  const unit = seconds > 0 && seconds % HOUR_S === 0 ? '3600' : seconds > 0 && seconds % 60 === 0 ? '60' : '1'
  return { hold: String(seconds / Number(unit)), holdUnit: unit }
}

export function draftOf(rule: AlertRule): Draft {
  const { name, kind, severity, enabled, labels, scope, condition } = rule
  const { state, metric, above, below, events, forSeconds } = condition
  const limit = above ?? below
  return {
    ...EMPTY,
    name,
    kind,
    severity,
    enabled,
    ...(kind !== 'security' && holdOf(typeof forSeconds === 'number' ? forSeconds : 0)),
    ...(kind === 'state' && { state: state as Draft['state'] }),
    ...(kind === 'threshold' && {
      metric: metric as Metric,
      direction: above === undefined ? 'below' : 'above',
      value: String(limit),
    }),
    ...(kind === 'security' && { events: events as SecurityEvent[] }),
    groups: scope.groups ?? [],
    serviceIds: scope.serviceIds ?? [],
    labels: Object.entries(labels)
      .map(([label, value]) => `${label}=${value}`)
      .join('\n'),
  }
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const labelsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    linesOf(text).map((line) => {
      const at = line.indexOf('=')
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    }),
  )

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))
const secondsOf = ({ hold, holdUnit }: Draft): number => Math.round(numberOf(hold) * Number(holdUnit))

function conditionOf(draft: Draft): Record<string, unknown> {
  const { kind, state, metric, direction, value, events } = draft
  if (kind === 'security') return { events: [...events] }
  const forSeconds = secondsOf(draft)
  return kind === 'state' ? { state, forSeconds } : { metric, [direction]: numberOf(value), forSeconds }
}

/** Whether the rule looks at services, of which it can be told some. */
export const isAboutServices = ({ kind, metric }: Pick<Draft, 'kind' | 'metric'>): boolean =>
  kind === 'state' || (kind === 'threshold' && METRICS[metric].of === 'service')

/** What the routes take. */
export function inputOf(draft: Draft): Input {
  const { name, kind, severity, enabled, groups, serviceIds, labels } = draft
  const scoped = isAboutServices(draft)
  return {
    name: name.trim(),
    kind,
    condition: conditionOf(draft),
    severity,
    enabled,
    labels: labelsOf(labels),
    scope: {
      ...(scoped && groups.length > 0 && { groups: [...groups] }),
      ...(scoped && serviceIds.length > 0 && { serviceIds: [...serviceIds] }),
    },
  }
}

/** What is wrong with a draft, as far as it can be told before asking; the portal stays the judge. */
export function wrongIn(draft: Draft): Wrong {
  const { invalid } = t.rules.editor
  const { kind, name, value, events, labels } = draft
  const wrong: Wrong = {}
  if (!name.trim()) wrong.name = invalid.name
  if (kind === 'threshold' && !Number.isFinite(numberOf(value))) wrong.value = invalid.value
  const seconds = secondsOf(draft)
  if (kind !== 'security' && !(seconds >= 0 && seconds <= DAY_S)) wrong.hold = invalid.hold
  if (kind === 'security' && events.length === 0) wrong.events = invalid.events
  if (linesOf(labels).some((line) => line.indexOf('=') < 1)) wrong.labels = invalid.labels
  return wrong
}

/** Where the portal's objections belong in the form. */
const FIELD_OF: Record<string, keyof Wrong> = {
  name: 'name',
  labels: 'labels',
  scope: 'scope',
  'condition.forSeconds': 'hold',
  'condition.events': 'events',
  'condition.above': 'value',
  'condition.below': 'value',
  condition: 'value',
}

/** The portal's own objections, at the fields that they are about; a conflict of rules is one of names. */
export function wrongFrom({ code, issues }: { code: FailureCode; issues: readonly Issue[] }): Wrong {
  const wrong: Wrong = code === 'CONFLICT' ? { name: t.rules.editor.invalid.nameTaken } : {}
  for (const { path, message } of issues) {
    const [first = '', second = ''] = path.split('.')
    const field = FIELD_OF[`${first}.${second}`] ?? FIELD_OF[first]
    if (field) wrong[field] ??= message
  }
  return wrong
}
