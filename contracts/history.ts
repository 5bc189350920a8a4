import { z } from 'zod'
import { query } from './define.ts'
import { Service, ServiceState } from './status.ts'

/** A time with its zone, or a day, which begins at midnight UTC. */
export const moment = z.union(
  [z.iso.datetime({ offset: true }), z.iso.date()],
  'Write a time with its zone, such as 2030-01-31T18:00:00Z, or a day.',
)

/** A monitor by its id or its name, whatever its case. */
const service = z.string().trim().min(1).max(80)

/** `raw`: every check, 48 hours back. `5m`: 30 days back. `1h`: 2 years back. */
export const Resolution = z.enum(['raw', '5m', '1h'])
export type Resolution = z.infer<typeof Resolution>

/** One check (raw) or all checks of a span. */
export const HistoryPoint = z.object({
  /** When it was made, or the start of the span. */
  at: z.iso.datetime(),
  /** The worst of the span. Null where nothing was checked but in maintenance. */
  status: ServiceState.nullable(),
  /** Checks that count; those in maintenance do not. */
  checks: z.int(),
  good: z.int(),
  degraded: z.int(),
  excluded: z.int(),
  avgMs: z.number().nullable(),
  minMs: z.number().nullable(),
  maxMs: z.number().nullable(),
  /** Of a raw point: why it is not online. */
  error: z.string().nullable(),
})
export type HistoryPoint = z.infer<typeof HistoryPoint>

/** Share of good checks, 0 to 100 with two decimals and never 100 after a failure; null where nothing was checked. */
export const Uptime = z.object({
  day: z.number().nullable(),
  week: z.number().nullable(),
  month: z.number().nullable(),
  year: z.number().nullable(),
})
export type Uptime = z.infer<typeof Uptime>

/** Without `from` and `to` the last 24 hours; without a resolution the finest that gives at most 3,000 points. */
export const GetHistory = query('status.history', {
  summary: 'Response times and results of a service over time, the oldest first.',
  input: {
    service,
    /** Inclusive. */
    from: moment.optional(),
    /** Exclusive. */
    to: moment.optional(),
    resolution: Resolution.optional(),
    limit: z.coerce.number().int().min(1).max(10_000).default(3000),
    cursor: z.string().max(100).optional(),
  },
  result: z.object({
    service: z.object({ id: z.uuid(), name: z.string() }),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    resolution: Resolution,
    /** From when on there is anything. */
    since: z.iso.datetime().nullable(),
    uptime: Uptime,
    items: z.array(HistoryPoint),
    nextCursor: z.string().nullable(),
  }),
  refusals: ['NOT_FOUND', 'INVALID'],
})

export const GetService = query('status.service', {
  summary: 'One service as it stands: its tile, uptime over four spans, what it depends on and what depends on it.',
  input: { service },
  result: z.object({
    service: Service,
    uptime: Uptime,
    /** When the certificate ends that it showed last. */
    certificateEndsAt: z.iso.datetime().nullable(),
    dependsOn: z.array(z.object({ id: z.uuid(), name: z.string(), status: ServiceState })),
    dependants: z.array(z.object({ id: z.uuid(), name: z.string(), status: ServiceState })),
  }),
  refusals: ['NOT_FOUND'],
})

export const Transition = z.object({
  /** Of the event in the journal. */
  id: z.uuid(),
  serviceId: z.uuid(),
  name: z.string(),
  change: z.int(),
  at: z.iso.datetime(),
  from: ServiceState,
  status: ServiceState,
  responseTimeMs: z.number().nullable(),
  error: z.string().nullable(),
  becauseOf: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  maintenance: z.boolean(),
})
export type Transition = z.infer<typeof Transition>

export const ListTransitions = query('status.transitions', {
  summary: 'Changes of state, newest first, of one service or of all.',
  input: {
    service: service.optional(),
    from: moment.optional(),
    to: moment.optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    cursor: z.string().max(200).optional(),
  },
  result: z.object({ items: z.array(Transition), nextCursor: z.string().nullable() }),
  refusals: ['NOT_FOUND', 'INVALID'],
})

/** One thing on the way to a state. */
export const Step = z.object({
  at: z.iso.datetime(),
  kind: z.enum(['check', 'transition', 'cause', 'maintenance', 'monitor', 'settings', 'deployment']),
  /** Of the event in the journal; null for a check, which is none. */
  entryId: z.uuid().nullable(),
  /** What happened, by its type: `status.changed`, `settings.changed`; `check` for a check. */
  type: z.string(),
  /** Whoever did it; null for checks. */
  actor: z.string().nullable(),
  serviceId: z.uuid().nullable(),
  name: z.string().nullable(),
  status: ServiceState.nullable(),
  error: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type Step = z.infer<typeof Step>

/** `steps` are in the order in which they happened: what was changed shortly before, failures, the change itself. */
export const ExplainService = query('status.explain', {
  summary: 'The exact events that led to the state of a service at a time, with what was changed just before.',
  input: { service, at: moment.optional() },
  result: z.object({
    service: z.object({ id: z.uuid(), name: z.string() }),
    at: z.iso.datetime(),
    status: ServiceState,
    since: z.iso.datetime().nullable(),
    /** The failed service at the root; null where it fails by itself or is well. */
    becauseOf: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    steps: z.array(Step),
  }),
  refusals: ['NOT_FOUND', 'INVALID'],
})

/** As `ServiceBoard` was: response times and uptime are those of that time. What was removed since is not in it. */
export const GetBoardAt = query('status.board-at', {
  summary: 'The board as it stood at a minute.',
  input: { at: moment },
  result: z.object({ at: z.iso.datetime(), services: z.array(Service) }),
  refusals: ['INVALID'],
})

/** Where the scrubber finds something: spans of the board in which not all was well. */
export const GetBoardStory = query('status.board-story', {
  summary: 'How many services were in which state over time, a point for each change, the oldest first.',
  input: { from: moment.optional(), to: moment.optional() },
  result: z.object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** The oldest time that the board can be shown at. */
    since: z.iso.datetime().nullable(),
    items: z.array(
      z.object({ at: z.iso.datetime(), online: z.int(), offline: z.int(), degraded: z.int(), unknown: z.int() }),
    ),
  }),
  refusals: ['INVALID'],
})

/** Within the portal: what rules are tried on. One service's averages in spans of 5 minutes, the oldest first. */
export const GetSeries = query('status.series', {
  summary: 'Averages and shares of failures of one service, for rules.',
  input: {
    serviceId: z.uuid(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** Only where a value goes beyond a limit, is the worst so far beyond it, or comes back. Give either above or below. */
    beyond: z
      .object({
        value: z.enum(['avgMs', 'failedPercent']),
        above: z.number().optional(),
        below: z.number().optional(),
      })
      .optional(),
  },
  result: z.object({
    items: z.array(z.object({ at: z.iso.datetime(), avgMs: z.number().nullable(), failedPercent: z.number() })),
  }),
})
