import { z } from 'zod'
import { METRICS, type Metric, SECURITY_EVENTS, SEVERITIES, TRANSITIONS } from './alert-kinds.ts'
import { action, command, event, query } from './define.ts'
import { line } from './monitor.ts'

export { METRICS, SECURITY_EVENTS, SEVERITIES, TRANSITIONS, type Metric } from './alert-kinds.ts'

export const Severity = z.enum(SEVERITIES)
export type Severity = z.infer<typeof Severity>

export const RuleKind = z.enum(['state', 'threshold', 'security'])

/** How long it must hold before it counts; 0 at once. */
const forSeconds = z.int().min(0).max(86_400).default(0)

export const StateCondition = z.strictObject({
  state: z.enum(['offline', 'degraded']),
  forSeconds,
})
export const ThresholdCondition = z
  .strictObject({
    metric: z.enum(Object.keys(METRICS) as [Metric, ...Metric[]]),
    above: z.number().optional(),
    below: z.number().optional(),
    forSeconds,
  })
  .refine((c) => (c.above === undefined) !== (c.below === undefined), 'Give either above or below.')
export const SecurityCondition = z.strictObject({ events: z.array(z.enum(SECURITY_EVENTS)).min(1) })

const CONDITIONS = { state: StateCondition, threshold: ThresholdCondition, security: SecurityCondition } as const

export type Condition =
  | ({ kind: 'state' } & z.infer<typeof StateCondition>)
  | ({ kind: 'threshold' } & z.infer<typeof ThresholdCondition>)
  | ({ kind: 'security' } & z.infer<typeof SecurityCondition>)

/** Only some of it; left out is all. */
export const Selection = z.strictObject({
  severities: z.array(Severity).min(1).optional(),
  groups: z.array(line.min(1).max(80)).min(1).max(100).optional(),
  serviceIds: z.array(z.uuid()).min(1).max(500).optional(),
  /** Every one of these labels. */
  labels: z.record(z.string().min(1).max(64), z.string().max(200)).optional(),
})
export type Selection = z.infer<typeof Selection>

const ruleFields = {
  name: line.min(1).max(120),
  kind: RuleKind,
  condition: z.record(z.string(), z.unknown()).meta({
    description: `By kind. state: {state: offline | degraded, forSeconds}. threshold: {metric, above or below, forSeconds}, where metric is one of ${Object.keys(METRICS).join(', ')}. security: {events}, of ${SECURITY_EVENTS.join(', ')}.`,
  }),
  severity: Severity.default('critical'),
  enabled: z.boolean().default(true),
  labels: z.record(z.string().min(1).max(64), z.string().max(200)).default({}),
  /** Which services it watches; default all. */
  scope: Selection.pick({ groups: true, serviceIds: true }).default({}),
}

/** The condition as its kind has it, or what is wrong with it. */
export const parseCondition = (kind: z.infer<typeof RuleKind>, condition: unknown) =>
  CONDITIONS[kind].safeParse(condition)

/** Refuses a condition of another kind, before a command is stored. */
const checked = <T extends { schema: z.ZodObject; kind: string }>(contract: T): T => ({
  ...contract,
  schema: contract.schema.superRefine((rule, ctx) => {
    const parsed = parseCondition(rule['kind'] as z.infer<typeof RuleKind>, rule['condition'])
    for (const issue of parsed.error?.issues ?? [])
      ctx.addIssue({ code: 'custom', path: ['condition', ...issue.path], message: issue.message })
  }),
})

export const AlertRule = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: RuleKind,
  condition: z.record(z.string(), z.unknown()),
  severity: Severity,
  enabled: z.boolean(),
  labels: z.record(z.string(), z.string()),
  scope: Selection.pick({ groups: true, serviceIds: true }),
  /** Came with the product; it can be changed, switched off and removed like any other. */
  shipped: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type AlertRule = z.infer<typeof AlertRule>

const page = { limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(200).optional() }

export const ListRules = query('alerts.rules', {
  summary: 'The rules that raise alerts, by name.',
  input: page,
  result: z.object({ items: z.array(AlertRule), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})
export const AddRule = checked(
  command('alerts.add-rule', {
    summary: 'Adds a rule; what it finds holding already counts from then on.',
    data: ruleFields,
    key: (d) => d.name,
    result: AlertRule,
    refusals: ['CONFLICT'],
  }),
)
export const UpdateRule = checked(
  command('alerts.update-rule', {
    summary: 'Replaces a rule.',
    data: { id: z.uuid(), ...ruleFields },
    key: (d) => d.id,
    result: AlertRule,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  }),
)
export const RemoveRule = command('alerts.remove-rule', {
  summary: 'Removes a rule; alerts that only it held up are resolved.',
  data: { id: z.uuid() },
  key: (d) => d.id,
  result: z.object({ id: z.uuid() }),
  refusals: ['NOT_FOUND'],
})

/** By the evaluator that runs live. `since` is where the recorded history begins, which may be later than asked for. */
export const TryRule = checked(
  action('alerts.try-rule', {
    summary: 'Tries a rule on what was recorded, without storing it: how often it would have fired, and where.',
    input: { ...ruleFields, days: z.int().min(1).max(365).default(30) },
    result: z.object({
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      since: z.iso.datetime().nullable(),
      count: z.int(),
      /** Newest first, at most 200. */
      firings: z.array(
        z.object({
          subject: z.string(),
          /** When it would have been raised, and when resolved; null when it still held at the end. */
          raisedAt: z.iso.datetime(),
          resolvedAt: z.iso.datetime().nullable(),
          /** The worst value in between, for a threshold. */
          value: z.number().nullable(),
          /** Held, yet raised nothing: behind a failed parent or in maintenance. Not in `count`. */
          suppressedBy: z.enum(['parent', 'maintenance']).nullable(),
        }),
      ),
    }),
  }),
)

export const AlertState = z.enum(['open', 'acknowledged', 'snoozed', 'resolved'])

export const Alert = z.object({
  id: z.uuid(),
  title: z.string(),
  severity: Severity,
  state: AlertState,
  /** A service, or something of the house itself: a disk, the dead letters, a person's account. */
  subject: z.object({
    kind: z.enum(['service', 'house', 'security']),
    id: z.string(),
    name: z.string(),
    group: z.string().nullable(),
  }),
  /** The rules that hold it up, or did when it was resolved. One alert per subject, however many they are. */
  rules: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      severity: Severity,
      /** When it began to hold. */
      since: z.iso.datetime(),
      value: z.number().nullable(),
      /** In words: what was seen. */
      reason: z.string(),
      /** What the alert is called while this weighs most. */
      title: z.string().optional(),
    }),
  ),
  labels: z.record(z.string(), z.string()),
  raisedAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  acknowledgedBy: z.string().nullable(),
  snoozedUntil: z.iso.datetime().nullable(),
  resolvedAt: z.iso.datetime().nullable(),
  /** An actor of the journal; `system` when what it was about went away. */
  resolvedBy: z.string().nullable(),
  /** How often it came back. */
  reopened: z.int(),
  /** How often a security event came again while it was open. */
  repeats: z.int(),
  incidentId: z.uuid().nullable(),
  version: z.int(),
})
export type Alert = z.infer<typeof Alert>

/** People who are no admins see alerts about services, and of those no reason. */
export const ListAlerts = query('alerts.list', {
  summary: 'Alerts, newest first.',
  input: {
    ...page,
    state: z.enum(['active', 'open', 'acknowledged', 'snoozed', 'resolved', 'all']).default('all'),
    severity: Severity.optional(),
    serviceId: z.uuid().optional(),
    /** Only this one, such as for a link to it. */
    alertId: z.uuid().optional(),
  },
  result: z.object({ items: z.array(Alert), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

const about = { key: (d: { id: string }) => d.id, result: Alert, refusals: ['NOT_FOUND', 'CONFLICT'] as const }

export const AcknowledgeAlert = command('alerts.acknowledge', {
  summary: 'Says that somebody looks after it.',
  data: { id: z.uuid(), note: z.string().trim().max(1000).optional() },
  ...about,
})
export const SnoozeAlert = command('alerts.snooze', {
  summary: 'Has it quiet for a while; it comes back if it still holds then.',
  data: { id: z.uuid(), minutes: z.int().min(1).max(43_200).default(60) },
  ...about,
})
export const ResolveAlert = command('alerts.resolve', {
  summary: 'Closes it by hand. It is reopened when what it is about happens anew.',
  data: { id: z.uuid(), note: z.string().trim().max(1000).optional() },
  ...about,
})

export const AlertTransitioned = event('alerts.transitioned', {
  summary: 'An alert was raised, acknowledged, snoozed, resolved or reopened, or its severity rose.',
  data: {
    alertId: z.uuid(),
    /** `escalated`: its severity rose. */
    transition: z.enum([...TRANSITIONS, 'snoozed', 'escalated']),
    title: z.string(),
    severity: Severity,
    subjectKind: z.enum(['service', 'house', 'security']),
    subjectId: z.string(),
    name: z.string(),
    rules: z.array(z.string()),
    incidentId: z.uuid().nullable(),
    /** When what it is about happened, which may be long before this was written down. */
    at: z.iso.datetime(),
    version: z.int(),
  },
  key: (d) => d.alertId,
})

export const RuleChanged = event('alerts.rule-changed', {
  summary: 'A rule was added, changed or removed.',
  data: { ruleId: z.uuid(), name: z.string(), change: z.enum(['added', 'updated', 'removed']), version: z.int() },
  key: (d) => d.ruleId,
})
