import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'

/** What a run of the commands came to. For tests. */
export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

export interface Running {
  child: ChildProcess
  stdout(): string
  stderr(): string
  ended: Promise<Ran>
}

/** Starts `npx medianest` as npx would, without what the tests' own environment says about portals and servers. */
export function startCli(args: readonly string[], env: Record<string, string> = {}): Running {
  const { DATA_DIR: _, DATABASE_URL: __, NATS_URL: ___, COLUMNS: ____, ...rest } = process.env
  const inherited = Object.fromEntries(Object.entries(rest).filter(([name]) => !/^(MEDIANEST_|FORCE_COLOR)/.test(name)))
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'medianest.mjs'), ...args], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (part: string) => void (text.stdout += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => void (text.stderr += part))
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...text }))
  })
  return { child, stdout: () => text.stdout, stderr: () => text.stderr, ended }
}

/** The same, to its end. */
export const runCli = (args: readonly string[], env?: Record<string, string>): Promise<Ran> => startCli(args, env).ended
