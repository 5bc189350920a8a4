import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { cacheFolder } from '../cache-folder.mjs'
import { startNats } from '../embedded/nats-server.ts'
import { startPostgres } from '../embedded/postgres.ts'
import { createLog } from '../log.ts'
import { dropDatabases } from './databases.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL whose user may create databases; tests take a fresh one each (fresh.ts). */
    databaseUrl: string
    natsUrl: string
    /** Part of the name of every database of this run. */
    runId: string
  }
}

interface Service {
  url: string
  stop(): Promise<unknown>
}

type Starter = (folder: string) => Promise<Service>

/**
 * One PostgreSQL and one NATS for the whole run, in this order: the addresses in TEST_DATABASE_URL and TEST_NATS_URL;
 * containers when TEST_SERVICES=containers; the packaged servers in a folder of their own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'medianest-test-'))
  const started: Service[] = []
  const stop = async () => {
    await Promise.all(started.map((service) => service.stop()))
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const { database, nats } = await starters()
    const urls = await Promise.all(
      [database, nats].map(async (start) => {
        const service = await start(folder)
        started.push(service)
        return service.url
      }),
    )
    project.provide('databaseUrl', urls[0] ?? '')
    project.provide('natsUrl', urls[1] ?? '')
  } catch (error) {
    await stop()
    throw error
  }
  const runId = randomBytes(4).toString('hex')
  project.provide('runId', runId)
  return async () => {
    if (process.env.TEST_DATABASE_URL) await dropDatabases(process.env.TEST_DATABASE_URL, `test_${runId}_`)
    await stop()
  }
}

async function starters(): Promise<{ database: Starter; nats: Starter }> {
  const { TEST_DATABASE_URL, TEST_NATS_URL, TEST_SERVICES } = process.env
  const own = TEST_SERVICES === 'containers' ? await import('./containers.ts') : packaged()
  return {
    database: TEST_DATABASE_URL ? given(TEST_DATABASE_URL) : own.database,
    nats: TEST_NATS_URL ? given(TEST_NATS_URL) : own.nats,
  }
}

function given(url: string): Starter {
  return async () => ({ url, stop: async () => undefined })
}

/** Without flushing: no test that uses these tries a crash of the machine. */
function packaged(): { database: Starter; nats: Starter } {
  const log = createLog(process.env.TEST_LOG_LEVEL ?? 'warn')
  const cacheDir = cacheFolder(process.env)
  return {
    async database(dataDir) {
      const settings = { max_connections: '200' }
      const server = await startPostgres({ dataDir, cacheDir, log, unsafe: true, settings })
      return { url: server.url, stop: () => server.process.stop() }
    },
    async nats(dataDir) {
      const binary = process.env.NATS_SERVER_BIN || undefined
      return await startNats({ dataDir, cacheDir, log, binary, unsafe: true })
    },
  }
}
