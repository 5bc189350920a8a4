import path from 'node:path'
import { isIP } from 'node:net'
import { z } from 'zod'
import { cacheFolder } from './cache-folder.mjs'
import { ConfigError, withSecretFiles } from './secret-files.ts'

export { ConfigError }

/** What the environment decides. Read once, at the start, by `readConfig`. */
export type Config = z.infer<typeof Environment>

const url = (protocols: string[]) =>
  z.string().refine(
    (value) => {
      try {
        return protocols.includes(new URL(value).protocol)
      } catch {
        return false
      }
    },
    { error: `must be an address beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}` },
  )

const webUrl = url(['http:', 'https:']).transform((value) => value.replace(/\/+$/, ''))

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)

const isRange = (value: string) => {
  const [address = '', bits, more] = value.split('/')
  const family = isIP(address)
  if (family === 0 || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

const Environment = z
  .object({
    PORT: z
      .string()
      .regex(/^\d{1,5}$/, { error: 'must be a port number (0 picks a free one)' })
      .transform(Number)
      .refine((port) => port <= 65535, { error: 'must be a port number (0 picks a free one)' })
      .default(3000),
    // every interface: the house opens the portal from its phones and televisions, not from the machine it runs on
    HOST: z.string().default('0.0.0.0'),
    DATA_DIR: z.string().default('data'),
    CACHE_DIR: z.string().optional(),
    DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
    NATS_URL: z.string().optional(),
    NATS_MONITOR_URL: url(['http:', 'https:']).optional(),
    NATS_SERVER_BIN: z.string().optional(),
    ROLES: list.optional(),
    PUBLIC_URL: webUrl.optional(),
    TRUSTED_PROXIES: list
      .refine((ranges) => ranges.every(isRange), {
        error: 'must be addresses or ranges such as 172.16.0.0/12, separated by commas',
      })
      .default([]),
    ADMIN_USERNAME: z.string().max(64, { error: 'must have at most 64 characters' }).default('admin'),
    // short ones are let through: it is a one-time password, and the next one has rules
    ADMIN_PASSWORD: z.string().max(256, { error: 'must have at most 256 characters' }).optional(),
    ENCRYPTION_KEY: z.string().min(16, { error: 'must have at least 16 characters' }).optional(),
    PLEX_TV_URL: webUrl.optional(),
    MUSICBRAINZ_URL: webUrl.optional(),
    DISCOVERY_HOSTS: list.optional(),
    BACKUP_DIR: z.string().optional(),
    BACKUP_PASSPHRASE: z.string().min(12, { error: 'must have at least 12 characters' }).optional(),
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
        error: 'must be trace, debug, info, warn, error, fatal or silent',
      })
      .default('info'),
  })
  .transform((env) => ({
    port: env.PORT,
    host: env.HOST,
    /** Absolute. */
    dataDir: path.resolve(env.DATA_DIR),
    /** Absolute; outside the data folder. */
    cacheDir: cacheFolder({ ...process.env, CACHE_DIR: env.CACHE_DIR }),
    databaseUrl: env.DATABASE_URL,
    natsUrl: env.NATS_URL,
    natsMonitorUrl: env.NATS_MONITOR_URL,
    natsServerBin: env.NATS_SERVER_BIN,
    /** The roles that this process carries; undefined is all of them. */
    roles: env.ROLES,
    /** Without a slash at the end. */
    publicUrl: env.PUBLIC_URL,
    /** Addresses or CIDR ranges whose forwarding headers are believed. */
    trustedProxies: env.TRUSTED_PROXIES,
    adminUsername: env.ADMIN_USERNAME,
    adminPassword: env.ADMIN_PASSWORD,
    encryptionKey: env.ENCRYPTION_KEY,
    /** Where every plex.tv host is instead, without a slash at the end; undefined is the real ones. */
    plexTvUrl: env.PLEX_TV_URL,
    /** Where MusicBrainz is instead, without a slash at the end; undefined is the real one. */
    musicBrainzUrl: env.MUSICBRAINZ_URL,
    /** Hosts on whose well-known ports services are looked for, or `host:port`; undefined is this machine. */
    discoveryHosts: env.DISCOVERY_HOSTS,
    /** Absolute. */
    backupDir: path.resolve(env.BACKUP_DIR ?? path.join(env.DATA_DIR, 'backups')),
    /** Wraps the keys in a backup; without it a backup holds none. */
    backupPassphrase: env.BACKUP_PASSPHRASE,
    logLevel: env.LOG_LEVEL,
  }))

/** Reads the environment; an empty variable counts as unset, and a secret may come from NAME_FILE. Throws `ConfigError`. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(
    Object.entries(withSecretFiles(env)).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const read = Environment.safeParse(given)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  throw new ConfigError(`${String(issue?.path[0] ?? 'The environment')} ${issue?.message ?? 'is wrong'}.`)
}
