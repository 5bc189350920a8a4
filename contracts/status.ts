import { z } from 'zod'
import { action, command, event, live, query, state } from './define.ts'
import { isTarget } from './target.ts'

export const MonitorKind = z.enum(['http', 'tcp'])
export const ServiceState = z.enum(['online', 'offline', 'degraded', 'unknown'])
export type ServiceState = z.infer<typeof ServiceState>

const targetRule = 'An http monitor takes http(s)://host/path, a tcp monitor host:port.'

/** One line of text: a control character has no place on a board, and PostgreSQL refuses some. */
const line = z
  .string()
  .trim()
  .regex(/^\P{Cc}*$/u, 'Write it on one line, without control characters.')

const isRange = (code: string): boolean => code.length === 3 || code.slice(0, 3) <= code.slice(4)

const codeRule = 'Write codes as 204 or 200-299.'

/** A code (`204`) or a range (`200-299`). A single one may come as a number; it is kept as text. */
const acceptedCode = z.union(
  [
    z
      .string()
      .regex(/^[1-5]\d\d(-[1-5]\d\d)?$/, { error: codeRule, abort: true })
      .refine(isRange, 'A range begins with its smaller code.'),
    z.int(codeRule).min(100, codeRule).max(599, codeRule).transform(String),
  ],
  codeRule,
)

/** Fields of a monitor as a person sets them. */
const settings = {
  name: line.min(1).max(80),
  kind: MonitorKind,
  target: line.min(1).max(2048),
  /** How often it is checked, 5 s at least. */
  intervalSeconds: z.int().min(5).max(86_400).default(30),
  /** How long an answer may take. */
  timeoutMs: z.int().min(100).max(60_000).default(3000),
  /** Heading on the board. */
  group: line
    .max(80)
    .nullish()
    .transform((g) => g || null),
  /** HTTP codes that count as alive. */
  acceptedCodes: z.array(acceptedCode).min(1).max(20).default(['200-299']),
}

export const MonitorSettings = z
  .object(settings)
  .refine((m) => isTarget(m.kind, m.target), { path: ['target'], message: targetRule })

export const Monitor = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: MonitorKind,
  target: z.string(),
  intervalSeconds: z.int(),
  timeoutMs: z.int(),
  group: z.string().nullable(),
  acceptedCodes: z.array(z.string()),
  /** The connected service that it watches by itself and that decides over it; null for one made by hand. */
  service: z.string().nullable().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Monitor = z.infer<typeof Monitor>

/** Refuses a target that is no address for its kind, before a command is stored. */
const withTarget = <T extends { schema: z.ZodObject; kind: string }>(contract: T): T => ({
  ...contract,
  schema: contract.schema.refine((m) => isTarget(m['kind'] as z.infer<typeof MonitorKind>, String(m['target'])), {
    path: ['target'],
    message: targetRule,
  }),
})

export const AddMonitor = withTarget(
  command('status.add-monitor', {
    summary: 'Adds a monitor; it is checked at once.',
    data: { ...settings },
    key: (d) => d.name,
    result: Monitor,
    refusals: ['CONFLICT'],
  }),
)

export const UpdateMonitor = withTarget(
  command('status.update-monitor', {
    summary: 'Replaces the settings of a monitor; it is checked at once.',
    data: { id: z.uuid(), ...settings },
    key: (d) => d.id,
    result: Monitor,
    refusals: ['NOT_FOUND', 'CONFLICT'],
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

export const TryMonitor = withTarget(
  action('status.try-monitor', {
    summary: 'Checks a target once without storing anything.',
    input: { ...settings, name: settings.name.default('trial') },
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
        }),
      )
      .max(200),
  },
  /** How many of them counted. */
  result: z.object({ recorded: z.int() }),
})
export type Check = z.infer<typeof RecordChecks.schema>['checks'][number]

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
  /** Grows with every change of the row; a reader keeps the newest. */
  version: z.int(),
})
export type Service = z.infer<typeof Service>

export const ServiceBoard = state('status.board', {
  summary: 'The board, one value per monitor id.',
  data: Service.shape,
})

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
