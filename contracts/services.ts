import { z } from 'zod'
import { action, event, query, secret } from './define.ts'
import { isTarget } from './target.ts'

/** Every product that the portal can be connected to. */
export const SERVICE_NAMES = [
  'plex',
  'overseerr',
  'uptime-kuma',
  'sonarr',
  'radarr',
  'lidarr',
  'prowlarr',
  'bazarr',
  'qbittorrent',
  'sabnzbd',
  'nzbget',
  'tautulli',
  'jellyfin',
] as const

/** Names under which people know one of them as well. */
const ALIASES: Readonly<Record<string, (typeof SERVICE_NAMES)[number]>> = {
  seerr: 'overseerr',
  jellyseerr: 'overseerr',
  uptimekuma: 'uptime-kuma',
  kuma: 'uptime-kuma',
}

export const ServiceName = z.preprocess(
  (name) => (typeof name === 'string' ? (ALIASES[name.toLowerCase()] ?? name.toLowerCase()) : name),
  z.enum(SERVICE_NAMES),
)
export type ServiceName = (typeof SERVICE_NAMES)[number]

/** Leaves room for the path at which the board asks. */
const LONGEST_URL = 1900

/**
 * `http(s)://host[:port][/path]`, without a password, a query or a fragment. It is kept as browsers write it, without a
 * slash at the end.
 */
export const ServiceUrl = z
  .string()
  .trim()
  .max(LONGEST_URL)
  .transform((text, ctx) => {
    const url = isTarget('url', text) ? new URL(text) : null
    const href = url?.href.replace(/\/+$/, '') ?? ''
    if (url?.search === '' && url.hash === '' && href.length <= LONGEST_URL) return href
    ctx.addIssue({ code: 'custom', message: 'Write it as http://host:port, without a password in it.' })
    return z.NEVER
  })

/** What the service asks for; which one, says `needs` in the list. Left out: what is stored stays; null forgets it. */
export const credentials = {
  apiKey: secret(z.string().trim().max(1000).nullish()),
  token: secret(z.string().trim().max(1000).nullish()),
  username: secret(z.string().trim().max(200).nullish()),
  password: secret(z.string().max(1000).nullish()),
}
export type CredentialName = keyof typeof credentials

/** What no database takes. */
const whole = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'Write it without broken characters.')

export const ServiceConfig = z
  .record(whole(64), z.union([whole(2000), z.number(), z.boolean(), z.null()]))
  .refine((entries) => Object.keys(entries).length <= 50, 'At most 50 entries.')

export const ServiceConnection = z.object({
  name: z.enum(SERVICE_NAMES),
  title: z.string(),
  /** Null as long as it was never connected. */
  url: z.string().nullable(),
  enabled: z.boolean(),
  /** What it needs to be asked for: a token, an API key, name and password, or nothing. */
  needs: z.array(z.enum(['apiKey', 'token', 'username', 'password'])),
  /** What it may be given instead, or besides to be asked for more; absent where there is nothing else. */
  accepts: z.array(z.enum(['apiKey', 'token', 'username', 'password'])).optional(),
  /** Which of them are stored; the values never leave. */
  stored: z.array(z.enum(['apiKey', 'token', 'username', 'password'])),
  config: z.record(z.string(), z.unknown()),
  defaultPort: z.int(),
  /** Where the product shows its key, in words. */
  hint: z.string(),
  updatedAt: z.iso.datetime().nullable(),
  updatedBy: z.string().nullable(),
})
export type ServiceConnection = z.infer<typeof ServiceConnection>

export const ListServices = query('settings.services', {
  summary: 'Every service that can be connected, and how it is.',
  input: {},
  result: z.object({ items: z.array(ServiceConnection), nextCursor: z.null() }),
})

/**
 * Does not ask the service: saving works while it is down. The address is needed the first time. Stored credentials do
 * not move to another scheme, host or port: they are to be given again (or forgotten, by null).
 */
export const ConfigureService = action('settings.configure-service', {
  summary: 'Connects a service or changes how it is connected.',
  input: {
    name: ServiceName,
    url: ServiceUrl.optional(),
    ...credentials,
    /** True the first time; left out later, it stays as it is. */
    enabled: z.boolean().optional(),
    /** Entry by entry: what is left out stays, null removes one. */
    config: ServiceConfig.optional(),
  },
  result: ServiceConnection,
  refusals: ['INVALID', 'CONFLICT'],
})

export const DisconnectService = action('settings.disconnect-service', {
  summary: 'Forgets a service with its secrets.',
  input: { name: ServiceName },
  result: z.object({ name: z.enum(SERVICE_NAMES) }),
  refusals: ['NOT_FOUND'],
})

/** Why a service cannot be used as given. */
export const ConnectionProblem = z.enum([
  'name-not-found',
  'refused',
  'unreachable',
  'tls',
  'timeout',
  'credentials',
  'credentials-missing',
  'wrong-product',
  'too-old',
  'not-understood',
])

export const ConnectionTest = z.object({
  ok: z.boolean(),
  problem: ConnectionProblem.nullable(),
  /** What was found, or what is wrong and what to do. */
  message: z.string(),
  /** As the service calls itself. */
  product: z.string().nullable(),
  version: z.string().nullable(),
  responseTimeMs: z.number().nullable(),
  /** What the service said that is worth keeping, such as Plex's `machineIdentifier`. */
  found: z.record(z.string(), z.string()),
})
export type ConnectionTest = z.infer<typeof ConnectionTest>

/** Nothing is stored. What is left out is taken from what is stored, as long as the address is the stored one. */
export const TestService = action('settings.test-service', {
  summary: 'Tries a connection and says exactly what is wrong with it.',
  input: { name: ServiceName, url: ServiceUrl.optional(), ...credentials, config: ServiceConfig.optional() },
  result: ConnectionTest,
  refusals: ['INVALID'],
})

export const FoundService = z.object({
  name: z.enum(SERVICE_NAMES),
  title: z.string(),
  url: z.string(),
  product: z.string().nullable(),
  version: z.string().nullable(),
})

export const FindServices = action('settings.find-services', {
  summary: 'Looks on the well-known ports of this host for services that are not connected yet.',
  input: {},
  result: z.object({ items: z.array(FoundService), nextCursor: z.null() }),
})

/** Within the portal only: how to reach a service, for the domain that speaks with it. `sealed` opens with `ctx.open`. */
export const GetConnection = query('settings.connection', {
  summary: 'Address and sealed credentials of a connected service.',
  input: { name: z.enum(SERVICE_NAMES) },
  result: z.object({
    url: z.string(),
    enabled: z.boolean(),
    config: z.record(z.string(), z.unknown()),
    sealed: z.partialRecord(z.enum(['apiKey', 'token', 'username', 'password']), z.string()),
    version: z.int(),
  }),
  refusals: ['NOT_FOUND'],
})

/** How the board finds out whether it is alive, without any secret. */
const Health = z.object({ target: z.string(), acceptedCodes: z.array(z.string()) })

export const ServiceConfigured = event('settings.service-configured', {
  summary: 'A service was connected, changed, switched on or off.',
  data: {
    service: z.enum(SERVICE_NAMES),
    title: z.string(),
    url: z.string(),
    enabled: z.boolean(),
    health: Health,
    /** Grows with each change of this service. */
    version: z.int(),
  },
  key: (d) => d.service,
})

export const ServiceDisconnected = event('settings.service-disconnected', {
  summary: 'A service was forgotten.',
  data: { service: z.enum(SERVICE_NAMES), title: z.string(), version: z.int() },
  key: (d) => d.service,
})
