import { existsSync } from 'node:fs'
import path from 'node:path'
import { pino } from 'pino'
import { cacheFolder } from '../cache-folder.mjs'
import { DataFolderError, openDataFolder, readPortalFile, type Servers } from '../embedded/data-folder.ts'
import { startPostgres } from '../embedded/postgres.ts'
import { shortLines } from '../log.ts'
import { Failure } from './failure.ts'
import { NAMESPACE } from '../namespace.ts'
import { secretOf, type SecretVariable } from '../secret-files.ts'

/** The database behind a data folder, whether its portal runs or not. */
export interface House {
  databaseUrl: string
  /** Absent when nothing is known to run. */
  natsUrl?: string | undefined
  /** Prefix of subjects, streams and buckets. */
  namespace: string
  /** Whether a portal runs that has to hear of a change at once. */
  running: boolean
  close(): Promise<void>
}

/**
 * Opens the database: the one of the running portal, the one that DATABASE_URL names, or the embedded one, which is
 * started for this alone, under the folder's lock, and stopped by `close`. Throws a sentence.
 */
export async function openHouse(dataDir: string, env: NodeJS.ProcessEnv): Promise<House> {
  const given = (name: SecretVariable) => secretOf(env, name)
  const databaseUrl = given('DATABASE_URL')
  if (databaseUrl !== undefined) {
    const file = await readPortalFile(dataDir)
    // a portal may run on another machine as well
    return toHouse({ databaseUrl, natsUrl: file?.natsUrl ?? given('NATS_URL'), namespace: file?.namespace }, true)
  }
  if (!existsSync(path.join(dataDir, 'postgres')) && !(await readPortalFile(dataDir)))
    throw new Failure(`There is no database in ${dataDir}: name the data folder by --data-dir, or set DATABASE_URL.`)
  try {
    return await startAlone(dataDir, env)
  } catch (error) {
    if (!(error instanceof DataFolderError)) throw error
    return toHouse(await announced(dataDir, error, env), true)
  }
}

/**
 * The same for who needs it alone: the embedded database is made where there is none. Throws a sentence when a portal
 * uses the data folder.
 */
export async function openHouseAlone(dataDir: string, env: NodeJS.ProcessEnv): Promise<House> {
  const databaseUrl = secretOf(env, 'DATABASE_URL')
  if (databaseUrl !== undefined) return toHouse({ databaseUrl }, false)
  return startAlone(dataDir, env).catch((error: unknown) => {
    throw error instanceof DataFolderError ? new Failure(error.message) : error
  })
}

/** Who holds the lock has said where its servers are, unless it is only starting. */
async function announced(
  dataDir: string,
  refused: DataFolderError,
  env: NodeJS.ProcessEnv,
): Promise<Servers & { databaseUrl: string }> {
  const file = await readPortalFile(dataDir)
  if (!file) throw new Failure(`${refused.message} (If it is starting or stopping, try again in a moment.)`)
  if (file.databaseUrl === undefined)
    throw new Failure('The database of this portal is not embedded: set DATABASE_URL as the portal has it.')
  return { ...file, databaseUrl: file.databaseUrl, natsUrl: file.natsUrl ?? secretOf(env, 'NATS_URL') }
}

async function startAlone(dataDir: string, env: NodeJS.ProcessEnv): Promise<House> {
  const folder = await openDataFolder(dataDir)
  try {
    const log = pino({ level: 'error' }, shortLines(process.stderr))
    const server = await startPostgres({ dataDir, cacheDir: cacheFolder(env), log })
    return {
      ...toHouse({ databaseUrl: server.url }, false),
      async close() {
        await server.process.stop()
        await folder.release()
      },
    }
  } catch (error) {
    await folder.release()
    throw error
  }
}

const toHouse = (servers: Servers & { databaseUrl: string }, running: boolean): House => ({
  databaseUrl: servers.databaseUrl,
  natsUrl: servers.natsUrl,
  namespace: servers.namespace ?? NAMESPACE,
  running,
  close: async () => undefined,
})
