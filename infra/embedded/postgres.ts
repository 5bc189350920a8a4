import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { runBound } from './die-with-us.ts'
import { freePort } from './free-port.ts'
import { endLeftover } from './leftover.ts'
import { postgresBinaries } from './postgres-binaries.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { settings } from './postgres-settings.ts'
import { own, postgresUser } from './postgres-user.ts'
import type { PostgresUser } from './postgres-user.ts'
import { supervise } from './supervise.ts'
import type { Supervised } from './supervise.ts'

const DATABASE = 'medianest'
const USER = 'medianest'
const READY_WITHIN_MS = 40_000

export interface PostgresOptions {
  /** Holds the folder `postgres` and the file `postgres.password`. Only one process may use it at a time. */
  dataDir: string
  cacheDir: string
  log: Logger
  /** Answer before the disk has it: for tests that do not try crashes. False by default. */
  unsafe?: boolean
  /** More settings, `name: value`. */
  settings?: Record<string, string>
}

export interface EmbeddedServer {
  url: string
  process: Supervised
}

/** Starts the packaged PostgreSQL on a free port of 127.0.0.1, making its folder first where there is none. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedServer> {
  const { dataDir, log } = options
  const folder = path.join(dataDir, 'postgres')
  const pidFile = path.join(dataDir, 'postgres.pid')
  const [binaries, user] = await Promise.all([postgresBinaries(options.cacheDir), postgresUser()])
  const password = await passwordOf(path.join(dataDir, 'postgres.password'), existsSync(folder))
  if (!existsSync(folder)) await create(folder, dataDir, binaries, user, password, options.unsafe ?? false)
  await checkVersion(folder, binaries)
  await own(folder, user.owner)

  const ownPidFile = path.join(folder, 'postmaster.pid')
  const clear = async () => {
    await endLeftover(ownPidFile, folder, 'SIGINT')
    // after that nobody has it: a number given out again would make PostgreSQL believe that somebody does
    await rm(ownPidFile, { force: true })
  }
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const given = settings({ port, unsafe: options.unsafe ?? false, more: options.settings })
    await clear()
    try {
      const running = await supervise({
        name: 'PostgreSQL',
        prefix: user.prefix,
        command: [binaries.postgres, '-D', folder, ...given],
        env: plainEnv(binaries),
        stopSignal: 'SIGINT',
        pidFile,
        log,
        levelOf,
        ready: (signal) => ready(ownPidFile, port, signal),
        beforeRestart: clear,
      })
      return { url: `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`, process: running }
    } catch (error) {
      // somebody else may have taken the port meanwhile
      if (attempt === 3 || !/could not bind|Address already in use/.test((error as Error).message)) throw error
    }
  }
}

async function passwordOf(file: string, needed: boolean): Promise<string> {
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim()
  if (kept !== '') return kept
  if (needed) throw new Error(`${file} is missing: it belongs to the database beside it; restore it from a backup.`)
  const made = randomBytes(24).toString('hex')
  await writeFile(file, `${made}\n`, { mode: 0o600, flush: true })
  return made
}

/** Under another name until it is whole: a start that is killed half-way begins anew. */
async function create(
  folder: string,
  dataDir: string,
  binaries: PostgresBinaries,
  user: PostgresUser,
  password: string,
  unsafe: boolean,
): Promise<void> {
  const growing = `${folder}.new`
  const passwordFile = path.join(growing, 'password')
  // what an earlier start was doing here when it was killed may be ending only now
  await rm(growing, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  await mkdir(path.join(growing, 'data'), { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  await own(growing, user.owner)
  const run = async (args: string[], input = '') => {
    const [program = '', ...rest] = args
    const given = { prefix: user.prefix, input, cwd: '/', env: plainEnv(binaries) }
    const { code, output } = await runBound(program, rest, given)
    if (code !== 0) throw new Error(`The database's folder in ${dataDir} could not be made: ${output.slice(-1500)}`)
  }
  const data = path.join(growing, 'data')
  const auth = ['-U', USER, '--pwfile', passwordFile, '--auth=scram-sha-256']
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  await run([binaries.initdb, '-D', data, ...auth, ...locale, '--no-instructions', '--no-sync'])
  const single = [binaries.postgres, '--single', '-D', data, '-c', 'fsync=off', 'postgres']
  await run(single, `CREATE DATABASE ${DATABASE};\n`)
  if (!unsafe) await run([binaries.initdb, '-D', data, '--sync-only', '--sync-method=fsync'])
  await rename(data, folder)
  await rm(growing, { recursive: true, force: true })
  await chmod(folder, 0o700)
}

/** Data files of one major version are nothing to another. */
async function checkVersion(folder: string, binaries: PostgresBinaries): Promise<void> {
  const stored = (await readFile(path.join(folder, 'PG_VERSION'), 'utf8')).trim()
  const text = await readFile(path.join(binaries.folder, 'package.json'), 'utf8')
  const brought = (JSON.parse(text) as { version: string }).version.split('.')[0]
  if (brought === stored) return
  throw new Error(
    `The database in ${folder} was made by PostgreSQL ${stored}, and this release brings ${brought}: export it with the earlier release first.`,
  )
}

/** PostgreSQL writes its state into the last line of its pid file; no connection has to be made to learn it. */
async function ready(pidFile: string, port: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline) {
    signal.throwIfAborted()
    const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')
    if (lines[3] === String(port) && lines[7]?.trim() === 'ready') return
    await wait(10, undefined, { signal })
  }
  throw new Error(`not ready within ${READY_WITHIN_MS / 1000} s`)
}

function plainEnv(binaries: PostgresBinaries): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', ...binaries.env }
}

function levelOf(line: string): 'debug' | 'warn' | 'error' {
  if (/\b(PANIC|FATAL):/.test(line))
    return /the database system is|terminating connection/.test(line) ? 'debug' : 'error'
  return /\bWARNING:/.test(line) ? 'warn' : 'debug'
}
