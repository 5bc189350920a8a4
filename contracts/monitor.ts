import { z } from 'zod'
import { CHECKED_KINDS, KIND_NAMES, MONITOR_KINDS } from './monitor-kinds.ts'
import { isTarget } from './target.ts'

export const MonitorKind = z.enum(KIND_NAMES)
export type MonitorKind = z.infer<typeof MonitorKind>

/** One line of text: a control character has no place on a board, and PostgreSQL refuses some. */
export const line = z
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

export const RecordType = z.enum(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'PTR'])

/** What only some kinds ask. What is left out is not asked. */
export const CheckOptions = z.strictObject({
  /** http: stands in the body (or, with `keywordAbsent`, does not). Upper and lower case count. */
  keyword: z.string().min(1).max(500).optional(),
  keywordAbsent: z.boolean().optional(),
  /** http: a JSONPath (RFC 9535) into the body; it must find something, and with `jsonEquals` just that. */
  jsonPath: z.string().min(1).max(500).optional(),
  jsonEquals: z.string().max(500).optional(),
  /** http and https products: degraded when the certificate ends within so many days; 0 never. Default 14. */
  certificateDays: z.int().min(0).max(365).optional(),
  /** dns: default A. */
  recordType: RecordType.optional(),
  /** dns: one of the answers must be this. */
  expected: z.string().min(1).max(500).optional(),
  /** dns: asked instead of the machine's own, as an address or address:port. */
  resolver: z.string().max(100).optional(),
})
export type CheckOptions = z.infer<typeof CheckOptions>

/** Which options belong to which kinds. */
const HTTP_ONLY: readonly (keyof CheckOptions)[] = ['keyword', 'keywordAbsent', 'jsonPath', 'jsonEquals']
const DNS_ONLY: readonly (keyof CheckOptions)[] = ['recordType', 'expected', 'resolver']

/** Fields of a monitor as a person sets them. What is optional has its default in the docstring. */
export const monitorFields = {
  name: line.min(1).max(80),
  kind: MonitorKind.refine((kind) => CHECKED_KINDS.includes(kind), 'Nothing checks this kind yet.'),
  /** Empty for push. */
  target: line.max(2048).default(''),
  /** How often it is checked, or for push how often it calls; 5 s at least. */
  intervalSeconds: z.int().min(5).max(86_400).default(30),
  /** How long an answer may take. */
  timeoutMs: z.int().min(100).max(60_000).default(3000),
  /** Heading on the board. */
  group: line
    .max(80)
    .nullish()
    .transform((g) => g || null),
  /** HTTP codes that count as alive. Default: those of the kind. */
  acceptedCodes: z.array(acceptedCode).min(1).max(20).optional(),
  /** Failed checks in a row that are put up with before it counts as offline. Default 0. */
  retries: z.int().min(0).max(10).optional(),
  /** How soon after a failure that is put up with it is checked again. Default 20. */
  retrySeconds: z.int().min(5).max(3600).optional(),
  /** An answer slower than this counts as degraded. Default null: none does. */
  degradedAboveMs: z.int().min(1).max(60_000).nullable().optional(),
  /** Monitors that it cannot work without: while one of them is offline, its own failure is put down to that. */
  dependsOn: z.array(z.uuid()).max(20).optional(),
  options: CheckOptions.optional(),
}

const RULES = {
  url: 'Write it as http(s)://host/path.',
  'host-port': 'Write it as host:port.',
  host: 'Write a host name or an address.',
  none: 'It calls us, so it has no target: leave this empty.',
} as const

/** Options that say nothing without another one. */
const NEEDS: readonly (readonly [keyof CheckOptions, keyof CheckOptions])[] = [
  ['keywordAbsent', 'keyword'],
  ['jsonEquals', 'jsonPath'],
]

/** Refuses a target that is no address for its kind, and options of another kind. */
export function checkMonitor(m: Record<string, unknown>, ctx: z.RefinementCtx): void {
  const kind = m['kind'] as MonitorKind
  const form = MONITOR_KINDS[kind].target
  const { target } = m
  if (!isTarget(form, typeof target === 'string' ? target : ''))
    ctx.addIssue({ code: 'custom', path: ['target'], message: RULES[form] })
  const options = (m['options'] as CheckOptions | undefined) ?? {}
  for (const option of Object.keys(options) as (keyof CheckOptions)[]) {
    const belongs = HTTP_ONLY.includes(option)
      ? kind === 'http'
      : DNS_ONLY.includes(option)
        ? kind === 'dns'
        : form === 'url'
    if (!belongs)
      ctx.addIssue({
        code: 'custom',
        path: ['options', option],
        message: `A monitor of the kind "${MONITOR_KINDS[kind].title}" has no such option.`,
      })
  }
  for (const [option, needed] of NEEDS)
    if (options[option] && options[needed] === undefined)
      ctx.addIssue({ code: 'custom', path: ['options', option], message: `This says nothing without ${needed}.` })
}

export const Monitor = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: MonitorKind,
  target: z.string(),
  intervalSeconds: z.int(),
  timeoutMs: z.int(),
  group: z.string().nullable(),
  acceptedCodes: z.array(z.string()),
  retries: z.int().default(0),
  retrySeconds: z.int().default(20),
  degradedAboveMs: z.int().nullable().default(null),
  dependsOn: z.array(z.uuid()).default([]),
  options: z.looseObject(CheckOptions.shape).default({}),
  /** Where a push monitor is to be called, below the portal's address; null for all others. */
  pushPath: z.string().nullable().default(null),
  /** The connected service that it watches by itself and that decides over it; null for one made by hand. */
  service: z.string().nullable().optional(),
  /** `uptime-kuma` for a monitor that lives there and is only shown here; null for our own. */
  source: z.string().nullable().default(null),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Monitor = z.infer<typeof Monitor>
