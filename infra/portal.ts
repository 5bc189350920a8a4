import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Logger } from 'pino'
import { BusClient } from '../bus/client.ts'
import { provide } from '../bus/provided.ts'
import { connectNats, type NatsLink } from '../bus/nats/connect.ts'
import { ensureStreams } from '../bus/nats/streams.ts'
import { isConnectionLoss } from '../bus/pg/pool.ts'
import { SealBroken, type Sealer } from '../bus/seal.ts'
import { hostFunctions, type HostedFunctions } from '../bus/start.ts'
import { BackupStore } from '../functions/backup/domain.ts'
import { bootstrapAdmin, type FirstAdmin } from '../functions/auth/operator.ts'
import { CannotListen, type RunningEdge, startEdge } from '../functions/edge/edge.ts'
import { backupStore } from './backup/store.ts'
import { openKeys } from './keys/open-keys.ts'
import { WrongHouseKey } from './keys/ring.ts'
import { provisionsOf } from './provisions.ts'
import { functionsByRole } from './registry.ts'
import type { SecurityLog } from '../functions/edge/options.ts'
import { type Config, ConfigError } from './config.ts'
import { HouseKeyMissing } from './encryption-key.ts'
import { NAMESPACE } from './namespace.ts'

export interface PortalOptions {
  config: Config
  databaseUrl: string
  natsUrl: string
  natsMonitorUrl?: string | undefined
  /** The embedded server was not stopped in order: what the journal lacks is published again. */
  natsWasUnclean: boolean
  log: Logger
  operatorToken: string
  /** What Fail2Ban reads. */
  security: SecurityLog
  /** The house key, 32 bytes. */
  encryptionKey: Buffer
  /** It was made at this start, because there was none. */
  encryptionKeyIsNew?: boolean
  /** Reads it again, where a rotation may have replaced it. */
  reloadEncryptionKey?: () => Promise<Buffer>
  /** Prefix of subjects, streams and buckets; default `medianest`. */
  namespace?: string
}

export interface Portal {
  /** As a person on this machine would open it; empty when this process has no edge. */
  url: string
  /** Set at the first start of a house. */
  firstStart?: FirstAdmin
  /** Resolves when the connection to NATS is closed for good: there is nothing left but to be started anew. */
  lost: Promise<Error>
  stop(): Promise<void>
}

const EDGE = 'edge'

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

/** The composition root: from configuration to running functions and an open door. */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const { config, log } = options
  const roles = config.roles ?? [EDGE, ...Object.keys(functionsByRole)]
  const unknown = roles.find((role) => role !== EDGE && !Object.hasOwn(functionsByRole, role))
  if (unknown)
    throw new ConfigError(`ROLES names "${unknown}"; there are ${[EDGE, ...Object.keys(functionsByRole)].join(', ')}.`)
  const link = await connectNats(options.natsUrl, options.namespace ?? NAMESPACE, log)
  try {
    return await openHouse(options, roles, link)
  } catch (error) {
    // the embedded server goes next, and a link that lives on would complain about that
    await link.nc.close()
    throw toSentence(error, options)
  }
}

async function openHouse(options: PortalOptions, roles: readonly string[], link: NatsLink): Promise<Portal> {
  const { config, databaseUrl, log } = options
  await ensureStreams(link)
  const functions = roles.flatMap((role) => functionsByRole[role] ?? [])
  const keys = await openKeys({
    databaseUrl,
    link,
    houseKey: options.encryptionKey,
    reloadHouseKey: options.reloadEncryptionKey,
    ownsRows: functions.length > 0,
    log,
  })
  const { sealer } = keys
  const client = new BusClient(link, sealer)
  const repair = options.natsWasUnclean
  const houseKey = options.reloadEncryptionKey ?? (() => Promise.resolve(options.encryptionKey))
  const { backupDir: folder, backupPassphrase: passphrase } = config
  const backups = backupStore({ link, databaseUrl, folder, productVersion: version, passphrase, houseKey })
  const provisions = [...provisionsOf(config), provide(BackupStore, backups)]
  const hosted =
    functions.length > 0 ? await hostFunctions({ link, databaseUrl, functions, sealer, log, repair, provisions }) : null
  const edge = roles.includes(EDGE) ? await openEdge(options, client, sealer, hosted) : null
  // last, as the password is shown once: a start that fails before this leaves the first admin to the next one
  const admin = { username: config.adminUsername, password: config.adminPassword }
  const firstStart = hosted && roles.includes('auth') ? await bootstrapAdmin(hosted.pool, admin) : undefined
  keys.settle()
  return {
    url: edge ? `http://${shownHost(config.host)}:${edge.port}` : '',
    ...(firstStart ? { firstStart } : {}),
    lost: untilLost(link),
    async stop() {
      await edge?.stop()
      await hosted?.stop()
      await client.stop()
      await keys.stop()
      await link.nc.drain()
    },
  }
}

/** What who runs the house can mend, in a sentence; anything else as it is. */
function toSentence(error: unknown, { config, encryptionKeyIsNew }: PortalOptions): unknown {
  if (error instanceof WrongHouseKey || error instanceof SealBroken) {
    if (encryptionKeyIsNew && error instanceof WrongHouseKey) return new HouseKeyMissing(config.dataDir)
    const key = config.encryptionKey === undefined ? path.join(config.dataDir, 'secret.key') : 'ENCRYPTION_KEY'
    return new ConfigError(
      `${key} is not the key that sealed the secrets in the database: give the portal the one that it had. (${error.message})`,
    )
  }
  if (config.databaseUrl && isConnectionLoss(error))
    return new ConfigError(`DATABASE_URL: PostgreSQL does not answer there (${causeOf(error)}).`)
  return error
}

const causeOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return message || code || 'no reason given'
}

/** Resolves only when the client gave up on NATS, never when we close it ourselves. */
async function untilLost(link: NatsLink): Promise<Error> {
  const error = await link.nc.closed()
  return error instanceof Error ? error : new Promise<never>(() => {})
}

function openEdge(
  options: PortalOptions,
  client: BusClient,
  sealer: Sealer,
  hosted: HostedFunctions | null,
): Promise<RunningEdge> {
  const { config } = options
  const pageFolder = path.resolve(import.meta.dirname, '../ui/dist')
  return startEdge({
    client,
    sealer,
    log: options.log,
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    pageFolder: existsSync(path.join(pageFolder, 'index.html')) ? pageFolder : null,
    operatorToken: options.operatorToken,
    security: options.security,
    version,
    checks: hosted
      ? {
          postgres: async () => {
            await hosted.pool.query('select 1')
            return null
          },
        }
      : {},
  }).catch((error: unknown) => {
    throw error instanceof CannotListen ? new ConfigError(error.message, { cause: error }) : error
  })
}

const shownHost = (host: string): string =>
  ['0.0.0.0', '::', ''].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
