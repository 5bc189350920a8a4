import { z } from 'zod'
import { action, command, event, live, query, secret, state } from './define.ts'
import { checkMonitor, Monitor, MonitorKind, monitorFields } from './monitor.ts'

export { Monitor, MonitorKind }

export const ServiceState = z.enum(['online', 'offline', 'degraded', 'unknown'])
export type ServiceState = z.infer<typeof ServiceState>

export const MonitorSettings = z.object(monitorFields).superRefine(checkMonitor)

/** Checks kind, target and options together, before a command is stored. */
const checked = <T extends { schema: z.ZodObject; kind: string }>(contract: T): T => ({
  ...contract,
  schema: contract.schema.superRefine(checkMonitor),
})

export const AddMonitor = checked(
  command('status.add-monitor', {
    summary: 'Adds a monitor; it is checked at once.',
    data: { ...monitorFields },
    key: (d) => d.name,
    result: Monitor,
    refusals: ['CONFLICT', 'INVALID'],
  }),
)

export const UpdateMonitor = checked(
  command('status.update-monitor', {
    summary: 'Replaces the settings of a monitor; it is checked at once.',
    data: { id: z.uuid(), ...monitorFields },
    key: (d) => d.id,
    result: Monitor,
    refusals: ['NOT_FOUND', 'CONFLICT', 'INVALID'],
  }),
)

export const RemoveMonitor = command('status.remove-monitor', {
  summary: 'Removes a monitor with its history.',
  data: { id: z.uuid() },
  key: (d) => d.id,
  result: z.object({ id: z.uuid() }),
  refusals: ['NOT_FOUND', 'CONFLICT'],
})

export const ListMonitors = query('status.monitors', {
  summary: 'Lists the monitors with their settings, by name.',
  input: { limit: z.coerce.number().int().min(1).max(500).default(200), cursor: z.string().max(400).optional() },
  result: z.object({ items: z.array(Monitor), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

export const GetMonitor = query('status.monitor', {
  summary: 'Gives one monitor with its settings.',
  input: { id: z.uuid() },
  result: Monitor,
  refusals: ['NOT_FOUND'],
})

export const CheckResult = z.object({
  status: ServiceState,
  responseTimeMs: z.number().nullable(),
  /** Why it is not online, in words that a person can act on. */
  error: z.string().nullable(),
})
export type CheckResult = z.infer<typeof CheckResult>

export const TryMonitor = checked(
  action('status.try-monitor', {
    summary: 'Checks a target once without storing anything.',
    input: { ...monitorFields, name: monitorFields.name.default('trial') },
    result: CheckResult,
  }),
)

/** Inside the domain: it has no route. Never stored, as a check is made again soon anyway. */
export const RecordChecks = action('status.record-checks', {
  summary: 'Stores the results of checks and shows them on the board.',
  input: {
    checks: z
      .array(
        z.object({
          monitorId: z.uuid(),
          /** Of the row when it was probed; a row that changed since then keeps what it has. */
          version: z.int(),
          at: z.iso.datetime(),
          nextCheckAt: z.iso.datetime(),
          responseTimeMs: z.number().nullable(),
          error: z.string().nullable(),
          /** Why it is not quite well although it answered. */
          degraded: z.string().nullable().default(null),
          /** When the certificate ends that it showed. */
          certificateEndsAt: z.iso.datetime().nullable().default(null),
        }),
      )
      .max(1000),
  },
  /** How many of them counted. */
  result: z.object({ recorded: z.int() }),
})
export type Check = z.infer<typeof RecordChecks.schema>['checks'][number]

const Because = z.object({ id: z.uuid(), name: z.string() })

/** One tile of the board. */
export const Service = z.object({
  id: z.uuid(),
  name: z.string(),
  group: z.string().nullable(),
  kind: MonitorKind,
  status: ServiceState,
  /** When it entered this state; null before the first check. */
  since: z.iso.datetime().nullable(),
  responseTimeMs: z.number().nullable(),
  lastCheckAt: z.iso.datetime().nullable(),
  /** Share of good checks in the last 24 h, 0 to 100; null before the first check. */
  uptimePercentage: z.number().nullable(),
  error: z.string().nullable(),
  /** Response times of the latest checks in milliseconds, oldest first, at most 40; null where a check failed. */
  recent: z.array(z.number().nullable()),
  /** How often it is checked; a tile that was not checked for two intervals is old. */
  intervalSeconds: z.int().default(30),
  /** Failed checks in a row. While there are no more than `retries`, the status is still the one before. */
  failures: z.int().default(0),
  retries: z.int().default(0),
  /** The failed service to which its own failure is put down; null when it fails by itself or does not fail. */
  becauseOf: Because.nullable().default(null),
  /** The window that it is in: failures are recorded and raise nothing. */
  maintenance: z
    .object({ id: z.uuid(), title: z.string(), endsAt: z.iso.datetime().nullable() })
    .nullable()
    .default(null),
  dependsOn: z.array(z.uuid()).default([]),
  /** Whose word this is: `uptime-kuma`, or null for checks of our own. */
  source: z.string().nullable().default(null),
  /** Set while the source is silent and nobody checks in its place: what is shown was true then. */
  lastKnownAt: z.iso.datetime().nullable().default(null),
  /** Grows with every change of the row; a reader keeps the newest. */
  version: z.int(),
})
export type Service = z.infer<typeof Service>

export const ServiceBoard = state('status.board', {
  summary: 'The board, one value per monitor id.',
  data: Service.shape,
})

/** Counts this monitor's changes of state and of cause together, from 1: who misses one of either knows. */
const step = z.int().optional()

const monitorEvent = { monitorId: z.uuid(), name: z.string(), version: z.int() }

export const MonitorAdded = event('status.monitor-added', {
  summary: 'A monitor was added.',
  data: { ...monitorEvent, kind: MonitorKind, target: z.string(), group: z.string().nullable() },
  key: (d) => d.monitorId,
})

export const MonitorUpdated = event('status.monitor-updated', {
  summary: 'The settings of a monitor changed.',
  data: { ...monitorEvent, kind: MonitorKind, target: z.string(), group: z.string().nullable() },
  key: (d) => d.monitorId,
})

export const MonitorRemoved = event('status.monitor-removed', {
  summary: 'A monitor was removed.',
  data: monitorEvent,
  audience: 'user',
  key: (d) => d.monitorId,
})

export const StatusChanged = event('status.changed', {
  summary: 'A service changed its state.',
  data: {
    ...monitorEvent,
    from: ServiceState,
    /** The new status. */
    status: ServiceState,
    responseTimeMs: z.number().nullable(),
    error: z.string().nullable(),
    at: z.iso.datetime(),
    group: z.string().nullable().optional(),
    /** Counts this monitor's changes of state from 1: who misses one knows. */
    change: z.int().optional(),
    step,
    becauseOf: Because.nullable().optional(),
    /** The maintenance window that it happened in. */
    maintenanceId: z.uuid().nullable().optional(),
  },
  audience: 'user',
  key: (d) => d.monitorId,
})

export const CauseChanged = event('status.cause-changed', {
  summary: 'A service that is not well is put down to another one, or stands for itself again.',
  data: {
    ...monitorEvent,
    status: ServiceState,
    becauseOf: Because.nullable(),
    error: z.string().nullable(),
    at: z.iso.datetime(),
    group: z.string().nullable(),
    /** Of the last change of state. */
    change: z.int(),
    step,
  },
  audience: 'user',
  key: (d) => d.monitorId,
})

export const ServiceChecked = live('status.checked', {
  summary: 'A service was checked; carries its whole tile.',
  data: { service: Service },
  audience: 'user',
  key: (d) => d.service.id,
})

/** What a service that calls us says. It may be asked with GET too, as `curl` in a cron job does. */
export const Push = action('status.push', {
  summary: 'A service says that it is well, or that it is not.',
  input: {
    token: secret(z.string().min(20).max(100)),
    status: z.enum(['up', 'down']).default('up'),
    /** Shown as the reason when it is down. */
    msg: z.string().max(500).optional(),
    /** A response time in milliseconds, measured by the caller. */
    ping: z.coerce.number().min(0).max(3_600_000).optional(),
  },
  result: z.object({ ok: z.literal(true) }),
  refusals: ['NOT_FOUND'],
})

/** Within the portal: all tiles at once, for who keeps a copy. */
export const GetTiles = query('status.tiles', {
  summary: 'Every tile of the board with the numbers of its last change of state and of its last step.',
  input: {},
  result: z.object({
    items: z.array(
      Service.extend({
        change: z.int(),
        /** Of its last change of state or cause; 0 before the first. */
        step,
        /** When the certificate ends that it showed last. */
        certificateEndsAt: z.iso.datetime().nullable().default(null),
      }),
    ),
  }),
})
