import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cacheFolder } from '../cache-folder.mjs'
import { startNats } from '../embedded/nats-server.ts'
import { startPostgres } from '../embedded/postgres.ts'
import type { Supervised } from '../embedded/supervise.ts'
import { until } from './fresh.ts'
import { quiet as log } from './quiet.ts'

/** A server that a test may kill: its supervisor starts it again on the same address and folder. */
export interface OwnServer {
  url: string
  /** Stops it from running, as a machine that hangs does, until `thaw`. */
  freeze(): void
  thaw(): void
  /** SIGKILL. Resolves when another process of it is there; it need not serve yet. */
  kill(): Promise<void>
  stop(): Promise<void>
  /** Keeps a copy of its files as they are. To be called while nothing is written. */
  copy(): Promise<void>
  /** Stops it, puts the copy back in the place of its files and starts it again, on another address. */
  restore(): Promise<OwnServer>
}

/** A nats-server of the test's own, flushing before it acknowledges unless `unsafe`. */
export const ownNats = (options: { unsafe?: boolean } = {}): Promise<OwnServer> =>
  inOwnFolder(async (dataDir, cacheDir) => {
    const binary = process.env['NATS_SERVER_BIN'] || undefined
    const server = await startNats({ dataDir, cacheDir, log, binary, unsafe: options.unsafe ?? false })
    return { url: server.url, process: server.process }
  })

/** A PostgreSQL of the test's own, with fsync unless `unsafe`. */
export const ownPostgres = (options: { unsafe?: boolean } = {}): Promise<OwnServer> =>
  inOwnFolder((dataDir, cacheDir) => startPostgres({ dataDir, cacheDir, log, unsafe: options.unsafe ?? false }))

function signal(child: Supervised, name: NodeJS.Signals): void {
  const pid = child.pid()
  if (pid !== undefined) process.kill(pid, name)
}

type Start = (dataDir: string, cacheDir: string) => Promise<{ url: string; process: Supervised }>

async function inOwnFolder(start: Start): Promise<OwnServer> {
  return startIn(await mkdtemp(path.join(tmpdir(), 'medianest-own-')), start)
}

async function startIn(folder: string, start: Start): Promise<OwnServer> {
  const dataDir = path.join(folder, 'data')
  await mkdir(dataDir, { recursive: true })
  const server = await start(dataDir, cacheFolder(process.env))
  return {
    url: server.url,
    freeze: () => signal(server.process, 'SIGSTOP'),
    thaw: () => signal(server.process, 'SIGCONT'),
    async kill() {
      const pid = server.process.pid()
      if (pid === undefined) return
      process.kill(pid, 'SIGKILL')
      await until(() => server.process.pid() !== undefined && server.process.pid() !== pid, { timeoutMs: 20_000 })
    },
    async stop() {
      await server.process.stop()
      await rm(folder, { recursive: true, force: true })
    },
    copy: () => cp(dataDir, path.join(folder, 'copy'), { recursive: true }),
    async restore() {
      await server.process.stop()
      await rm(dataDir, { recursive: true })
      await cp(path.join(folder, 'copy'), dataDir, { recursive: true })
      return startIn(folder, start)
    },
  }
}
