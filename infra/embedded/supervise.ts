import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { deathSignal, watchFromOutside } from './die-with-us.ts'

/** A run this long counts as settled: the next restart is quick again. */
const SETTLED_MS = 30_000
const FIRST_DELAY_MS = 100
const LONGEST_DELAY_MS = 5000

export interface ServerSpec {
  /** For the log and for errors. */
  name: string
  /** Words that come before everything else (another user's namespace). */
  prefix?: string[]
  /** The program and its arguments. */
  command: string[]
  env?: NodeJS.ProcessEnv
  /** What asks it to stop, and what it gets when this process dies. */
  stopSignal: 'SIGINT' | 'SIGTERM'
  /** Where its number is written, for the next start to find what could not be ended. */
  pidFile: string
  log: Logger
  /** Resolves when it serves; rejects when `signal` says that it ended before. */
  ready(signal: AbortSignal): Promise<void>
  /** Before each start after the first: put right what the last one left behind. */
  beforeRestart?(): Promise<void>
  /** Called after it died by itself and serves again. */
  onRestart?(): void
  /** The level of one line of its output; 'debug' by default. */
  levelOf?(line: string): 'debug' | 'info' | 'warn' | 'error'
}

export interface Supervised {
  /** The number of the running process; undefined between a death and the next start. */
  pid(): number | undefined
  /** How often it died by itself. */
  deaths(): number
  /** Asks it to stop, and kills it after `graceMs` (8,000 by default). Resolves with whether it went in peace. */
  stop(graceMs?: number): Promise<boolean>
}

/**
 * Runs a server as a child in its own process group (a Ctrl-C meant for the portal must not stop its database first),
 * bound to this process's life, and starts it again with a growing delay when it dies by itself.
 * Resolves once it serves; rejects, with its last words, when it ends before that.
 */
export async function supervise(spec: ServerSpec): Promise<Supervised> {
  const [program = '', ...args] = [
    ...(spec.prefix ?? []),
    ...(await deathSignal(spec.stopSignal === 'SIGINT' ? 'INT' : 'TERM')),
    ...spec.command,
  ]
  const bound = (await deathSignal('TERM')).length > 0
  let child: ChildProcess | undefined
  let watcher: ChildProcess | undefined
  let ended: Promise<string> = Promise.resolve('')
  let stopping = false
  let deaths = 0
  const wake = new AbortController()

  const start = async () => {
    const begun = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: spec.env, cwd: '/' })
    child = begun
    const last: string[] = []
    for (const stream of [begun.stdout, begun.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (last.push(line) > 20) last.shift()
        spec.log[spec.levelOf?.(line) ?? 'debug']({ server: spec.name }, line)
      })
    }
    const gone = new AbortController()
    ended = new Promise((resolve) => {
      const over = (reason: string) => {
        child = undefined
        watcher?.kill('SIGKILL')
        gone.abort()
        resolve(reason)
      }
      begun.once('error', (error) => over(error.message))
      begun.once('close', (code, signal) => over(`${signal ?? `code ${code}`}: ${last.slice(-5).join(' | ')}`))
    })
    if (begun.pid !== undefined) {
      writeFileSync(spec.pidFile, `${begun.pid}\n`, { mode: 0o600 })
      if (!bound) watcher = watchFromOutside(begun.pid, spec.stopSignal === 'SIGINT' ? 'INT' : 'TERM')
    }
    try {
      await spec.ready(gone.signal)
    } catch (error) {
      if (gone.signal.aborted) throw new Error(`${spec.name} ended while starting (${await ended})`, { cause: error })
      signalTo(begun, 'SIGKILL')
      throw new Error(`${spec.name} did not become ready: ${(error as Error).message}`, { cause: error })
    }
  }

  const keepAlive = async () => {
    let delay = FIRST_DELAY_MS
    for (;;) {
      const since = Date.now()
      const reason = await ended
      if (stopping) return
      deaths += 1
      if (Date.now() - since > SETTLED_MS) delay = FIRST_DELAY_MS
      spec.log.error(
        { server: spec.name, delayMs: delay },
        `${spec.name} ended by itself (${reason}); starting it again`,
      )
      await wait(delay, undefined, { signal: wake.signal }).catch(() => undefined)
      if (stopping) return
      delay = Math.min(delay * 2, LONGEST_DELAY_MS)
      try {
        await spec.beforeRestart?.()
        if (stopping) return
        await start()
        if (stopping) return
        spec.log.info({ server: spec.name }, `${spec.name} serves again`)
        spec.onRestart?.()
      } catch (error) {
        if (!stopping) spec.log.error({ server: spec.name, err: error }, `${spec.name} did not start again`)
      }
    }
  }

  await start()
  const kept = keepAlive()

  return {
    pid: () => child?.pid,
    deaths: () => deaths,
    async stop(graceMs = 8000) {
      stopping = true
      wake.abort()
      if (child) signalTo(child, spec.stopSignal)
      const timer = new AbortController()
      const inTime = await Promise.race([
        kept.then(() => true),
        wait(graceMs, false, { signal: timer.signal }).catch(() => false),
      ])
      timer.abort()
      if (!inTime && child) {
        spec.log.warn({ server: spec.name }, `${spec.name} did not stop within ${graceMs} ms and is killed`)
        signalTo(child, 'SIGKILL')
      }
      await kept
      if (inTime) rmSync(spec.pidFile, { force: true })
      return inTime
    },
  }
}

function signalTo(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    child.kill(signal)
  } catch {
    // ended meanwhile
  }
}
