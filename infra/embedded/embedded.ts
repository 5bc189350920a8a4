import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { startNats } from './nats-server.ts'
import { startPostgres } from './postgres.ts'

export interface Embedded {
  databaseUrl: string
  natsUrl: string
  natsMonitorUrl?: string
  /** Whether our own server's last run did not end in peace; false for a server that is not ours. */
  natsWasUnclean: boolean
  /** Stops what was started here, both at once; what is not gone after `graceMs` (8,000 by default) is killed. */
  stop(graceMs?: number): Promise<void>
}

/** Starts the servers that the configuration does not name, both at once. When one fails the other is stopped again. */
export async function startEmbedded(
  config: Pick<Config, 'dataDir' | 'cacheDir' | 'databaseUrl' | 'natsUrl' | 'natsMonitorUrl' | 'natsServerBin'>,
  log: Logger,
): Promise<Embedded> {
  const { dataDir, cacheDir } = config
  const [database, nats] = await Promise.allSettled([
    config.databaseUrl === undefined ? startPostgres({ dataDir, cacheDir, log }) : undefined,
    config.natsUrl === undefined ? startNats({ dataDir, cacheDir, log, binary: config.natsServerBin }) : undefined,
  ])
  const stop = async (graceMs?: number) => {
    await Promise.all([
      database.status === 'fulfilled' && database.value?.process.stop(graceMs),
      nats.status === 'fulfilled' && nats.value?.stop(graceMs),
    ])
  }
  if (database.status === 'rejected' || nats.status === 'rejected') {
    await stop()
    throw database.status === 'rejected' ? database.reason : nats.status === 'rejected' && nats.reason
  }
  return {
    databaseUrl: config.databaseUrl ?? database.value?.url ?? '',
    natsUrl: config.natsUrl ?? nats.value?.url ?? '',
    natsMonitorUrl: config.natsUrl === undefined ? nats.value?.monitorUrl : config.natsMonitorUrl,
    natsWasUnclean: nats.value?.wasUnclean ?? false,
    stop,
  }
}
