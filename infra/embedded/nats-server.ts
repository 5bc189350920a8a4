import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { freePorts } from './free-port.ts'
import { endLeftover } from './leftover.ts'
import { findNatsServer } from './nats-source.ts'
import { supervise } from './supervise.ts'
import type { Supervised } from './supervise.ts'

const USER = 'medianest'
const READY_WITHIN_MS = 30_000

export interface NatsOptions {
  /** Holds the folder `nats` and the file `nats.conf`. Only one process may use it at a time. */
  dataDir: string
  cacheDir: string
  log: Logger
  /** NATS_SERVER_BIN. */
  binary?: string
  /** Acknowledge before the disk has it: for tests that do not try crashes. False by default. */
  unsafe?: boolean
}

export interface EmbeddedNats {
  /** With user and password. */
  url: string
  monitorUrl: string
  /** Whether the server's last run on this folder did not end in peace: the journal is to be compared with the outbox. */
  wasUnclean: boolean
  process: Supervised
  /** Stops it, and notes whether it ended in peace. */
  stop(graceMs?: number): Promise<boolean>
}

/** Starts nats-server with JetStream on free ports of 127.0.0.1, flushing each message before it is acknowledged. */
export async function startNats(options: NatsOptions): Promise<EmbeddedNats> {
  const { dataDir, log } = options
  const folder = path.join(dataDir, 'nats')
  const pidFile = path.join(dataDir, 'nats.pid')
  const running = path.join(dataDir, 'nats.running')
  const config = path.join(dataDir, 'nats.conf')
  const [binary] = await Promise.all([
    findNatsServer({ cacheDir: options.cacheDir, given: options.binary, log }),
    mkdir(folder, { recursive: true, mode: 0o700 }),
    endLeftover(pidFile, config, 'SIGTERM'),
  ])
  const wasUnclean = existsSync(running)
  await writeFile(running, '', { mode: 0o600, flush: true })
  const password = await passwordOf(path.join(dataDir, 'nats.password'))

  for (let attempt = 1; ; attempt += 1) {
    const [port = 0, monitorPort = 0] = await freePorts(2)
    const text = configuration({ port, monitorPort, folder, password, unsafe: options.unsafe ?? false })
    await rm(config, { force: true })
    await writeFile(config, text, { mode: 0o600 })
    try {
      const server = await supervise({
        name: 'NATS',
        command: [binary.file, '-c', config],
        env: { PATH: process.env.PATH },
        stopSignal: 'SIGTERM',
        pidFile,
        log,
        levelOf,
        ready: (signal) => ready(monitorPort, signal),
        beforeRestart: async () => void (await endLeftover(pidFile, config, 'SIGTERM')),
      })
      return {
        url: `nats://${USER}:${password}@127.0.0.1:${port}`,
        monitorUrl: `http://127.0.0.1:${monitorPort}`,
        wasUnclean,
        process: server,
        async stop(graceMs) {
          const peaceful = await server.stop(graceMs)
          // a death in between may have lost something too: the next start compares
          if (peaceful && server.deaths() === 0) await rm(running, { force: true })
          return peaceful
        },
      }
    } catch (error) {
      // somebody else may have taken a port meanwhile
      if (attempt === 3 || !/address already in use/.test((error as Error).message)) throw error
    }
  }
}

/** Kept over restarts: another process of the house may have been given it. */
async function passwordOf(file: string): Promise<string> {
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim()
  if (kept !== '') return kept
  const made = randomBytes(24).toString('hex')
  await writeFile(file, `${made}\n`, { mode: 0o600, flush: true })
  return made
}

function configuration(of: {
  port: number
  monitorPort: number
  folder: string
  password: string
  unsafe: boolean
}): string {
  return `# written at every start of MediaNest; changes do not last
server_name: medianest
listen: "127.0.0.1:${of.port}"
http: "127.0.0.1:${of.monitorPort}"
# a raw webhook of 1 MB, escaped and sealed, fits
max_payload: 8MB
logtime: false
authorization { user: "${USER}", password: "${of.password}" }
jetstream {
  # the streams have limits of their own; what they reserve must also fit on a small disk
  max_file_store: 1TB
  store_dir: ${JSON.stringify(of.folder)}
  ${of.unsafe ? '' : '# a message is acknowledged when the disk has it\n  sync_interval: always'}
}
`
}

/** Its health page answers 200 once every stream and consumer is back. */
async function ready(monitorPort: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline) {
    signal.throwIfAborted()
    if (await healthy(monitorPort)) return
    await wait(10, undefined, { signal })
  }
  throw new Error(`not ready within ${READY_WITHIN_MS / 1000} s`)
}

function healthy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/healthz', timeout: 1000, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}

function levelOf(line: string): 'debug' | 'warn' | 'error' {
  if (/\[(ERR|FTL)\]/.test(line)) return 'error'
  return /\[WRN\]/.test(line) && !/Plaintext passwords|Healthcheck failed/.test(line) ? 'warn' : 'debug'
}
