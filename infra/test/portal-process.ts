import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import path from 'node:path'
import { until } from './fresh.ts'
import { stillThere, tree } from './processes.ts'
import type { Seen } from './processes.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

export interface StartOptions {
  dataDir: string
  env?: Record<string, string>
  /** The words to start it with; `node infra/launch.mjs infra/main.ts` by default. */
  command?: string[]
}

/** A portal started as its user would start it, in a process group of its own. */
export interface PortalProcess {
  child: ChildProcess
  /** Everything it wrote so far, both streams. */
  output(): string
  /** The number of the process that is the portal itself, below npm and launchers. */
  portal(): number
  /** It and everything below it, as it is now. */
  all(): Seen[]
  /** Resolves with its exit code (or signal) when it has ended. */
  ended: Promise<number | string>
}

/** Starts it without waiting for anything. */
export function spawnPortal({ dataDir, env = {}, command }: StartOptions): PortalProcess {
  const [program = '', ...args] = command ?? [process.execPath, 'infra/launch.mjs', 'infra/main.ts']
  const { TEST_DATABASE_URL: _, TEST_NATS_URL: __, ...inherited } = process.env
  // what npm and the test runner say of themselves is nothing to a portal started by hand
  const clean = Object.fromEntries(
    Object.entries(inherited).filter(
      ([name]) => !/^(npm_|VITEST|NODE_ENV|NODE_OPTIONS|MEDIANEST_|LOG_LEVEL)/.test(name),
    ),
  )
  const child = spawn(program, args, {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...clean, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, ...env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void (output += text))
  }
  const all = () => tree(child.pid ?? -1)
  return {
    child,
    output: () => output,
    all,
    portal: () => Number(/"portalPid":(\d+)/.exec(output)?.[1]),
    ended: new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(code ?? signal ?? 'nothing'))
    }),
  }
}

/** Starts it and waits until it says that it is ready (within 45 s). Resolves with its address too. */
export async function startPortalProcess(options: StartOptions): Promise<PortalProcess & { url: string }> {
  const started = spawnPortal(options)
  let over: number | string | undefined
  void started.ended.then((code) => void (over = code))
  const address = () => /ready at (http\S+)/.exec(started.output())?.[1]
  await until(() => (address() !== undefined && /"readyMs"/.test(started.output()) ? true : over !== undefined), {
    timeoutMs: 45_000,
    what: `the portal is ready`,
  })
  if (over !== undefined) throw new Error(`The portal ended with ${over}:\n${started.output()}`)
  return { ...started, url: address() ?? '' }
}

/** Waits until none of these is left. */
export async function untilGone(seen: Seen[], timeoutMs: number): Promise<void> {
  try {
    await until(() => stillThere(seen).length === 0, { timeoutMs })
  } catch {
    const left = stillThere(seen).map(({ pid, command }) => `${pid} ${command.slice(0, 120)}`)
    throw new Error(`Still there after ${timeoutMs} ms:\n${left.join('\n')}`)
  }
}

/** Ends whatever a failed test left behind. */
export function killAll(seen: Seen[]): void {
  for (const { pid } of stillThere(seen)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // gone
    }
  }
}
