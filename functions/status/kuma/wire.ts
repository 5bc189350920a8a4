import { z } from 'zod'

/** Ids are numbers in some messages and texts in others. */
export const WireId = z.union([z.int(), z.string().min(1).max(100)]).transform(String)

const flag = z.union([z.boolean(), z.number()]).transform(Boolean)
const text = z.string().nullish().catch(null)
const number = z.coerce.number().nullish().catch(null)

/** Whether something is set, of which nothing else may be known here; older versions lack some of them. */
const isSet = z
  .unknown()
  .optional()
  .transform((value) => value !== undefined && value !== null && value !== '' && value !== false && value !== 0)

/**
 * One entry of `monitorList`, which holds passwords, tokens and headers in clear: what is not named here is gone, and of
 * what may be secret only whether it is there stays. Source: Uptime Kuma 2.5.3 and 1.23.17.
 */
export const WireMonitor = z.object({
  id: WireId,
  name: z.string(),
  type: z.string(),
  /** False also while a group above it is paused. */
  active: flag,
  parent: WireId.nullish().catch(null),
  url: text,
  method: text,
  hostname: text,
  port: number,
  /** Seconds, as is `timeout`; 0 is the default of 80 % of the interval. */
  interval: number,
  timeout: number,
  accepted_statuscodes: z.array(z.string()).optional().catch(undefined),
  keyword: text,
  invertKeyword: isSet,
  jsonPath: text,
  jsonPathOperator: text,
  expectedValue: text,
  dns_resolve_type: text,
  dns_resolve_server: text,
  /** Rules for what is answered. */
  conditions: z
    .unknown()
    .optional()
    .transform((rules) => Array.isArray(rules) && rules.length > 0),
  ignoreTls: isSet,
  upsideDown: isSet,
  authMethod: isSet,
  proxyId: isSet,
  headers: isSet,
  body: isSet,
})
export type WireMonitor = z.output<typeof WireMonitor>

/** `YYYY-MM-DD HH:mm:ss.SSS`, UTC without saying so. */
const time = z
  .string()
  .transform((written) => new Date(`${written.trim().replace(' ', 'T').replace(/Z$/, '')}Z`))
  .refine((at) => !Number.isNaN(at.getTime()))

const said = { status: z.int(), time, msg: text, ping: z.number().nullish().catch(null) }

/** Live, in camelCase. */
export const LiveBeat = z.object({ monitorID: WireId, ...said })

/** A row of its database, as `heartbeatList` and the status page have it. */
export const ListedBeat = z.object(said)
export type ListedBeat = z.output<typeof ListedBeat>

/** What of a list is understood; one strange entry does not cost the others. */
export function understood<S extends z.ZodType>(schema: S, list: unknown): z.output<S>[] {
  const entries = Array.isArray(list) ? (list as unknown[]) : Object.values(Object(list) as Record<string, unknown>)
  return entries.flatMap((entry) => {
    const parsed = schema.safeParse(entry)
    return parsed.success ? [parsed.data] : []
  })
}
