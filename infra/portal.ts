import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Logger } from 'pino'
import { BusClient } from '../bus/client.ts'
import { connectNats, type NatsLink } from '../bus/nats/connect.ts'
import { ensureStreams } from '../bus/nats/streams.ts'
import { Sealer } from '../bus/seal.ts'
import { hostFunctions, type HostedFunctions } from '../bus/start.ts'
import { bootstrapAdmin, type FirstAdmin } from '../functions/auth/operator.ts'
import { PortTaken, type RunningEdge, startEdge } from '../functions/edge/edge.ts'
import { functionsByRole } from './registry.ts'
import { type Config, ConfigError } from './config.ts'

export interface PortalOptions {
  config: Config
  databaseUrl: string
  natsUrl: string
  natsMonitorUrl?: string | undefined
  /** The embedded server was not stopped in order: what the journal lacks is published again. */
  natsWasUnclean: boolean
  log: Logger
  operatorToken: string
  /** 32 bytes. */
  encryptionKey: Buffer
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

const NAMESPACE = 'medianest'
const EDGE = 'edge'

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

/** The composition root: from configuration to running functions and an open door. */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const { config, log } = options
  const roles = config.roles ?? [EDGE, ...Object.keys(functionsByRole)]
  const unknown = roles.find((role) => role !== EDGE && !Object.hasOwn(functionsByRole, role))
  if (unknown)
    throw new ConfigError(`ROLES names "${unknown}"; there are ${[EDGE, ...Object.keys(functionsByRole)].join(', ')}.`)
  const functions = roles.flatMap((role) => functionsByRole[role] ?? [])
  const link = await connectNats(options.natsUrl, options.namespace ?? NAMESPACE, log)
  await ensureStreams(link)
  const sealer = new Sealer([options.encryptionKey])
  const client = new BusClient(link, sealer)
  let hosted: HostedFunctions | null = null
  let firstStart: FirstAdmin | undefined
  if (functions.length > 0) {
    const { databaseUrl } = options
    hosted = await hostFunctions({ link, databaseUrl, functions, sealer, log, repair: options.natsWasUnclean })
  }
  const edge = roles.includes(EDGE) ? await openEdge(options, client, sealer, hosted) : null
  // last, as the password is shown once: a start that fails before this leaves the first admin to the next one
  if (hosted && roles.includes('auth'))
    firstStart = await bootstrapAdmin(hosted.pool, { username: config.adminUsername, password: config.adminPassword })
  return {
    url: edge ? `http://${shownHost(config.host)}:${edge.port}` : '',
    ...(firstStart ? { firstStart } : {}),
    lost: untilLost(link),
    async stop() {
      await edge?.stop()
      await hosted?.stop()
      await client.stop()
      await link.nc.drain()
    },
  }
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
    throw error instanceof PortTaken ? new ConfigError(error.message, { cause: error }) : error
  })
}

const shownHost = (host: string): string =>
  ['0.0.0.0', '::', ''].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
