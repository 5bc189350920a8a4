import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { findCommand, runCommand } from './command.ts'
import type { CommandOptions, Finished } from './command.ts'

let probe: Promise<string | undefined> | undefined

/**
 * The words to put before a command so that the kernel sends it `signal` when this process dies, however it dies.
 * Empty where `setpriv --pdeathsig` is missing (macOS, busybox): `watchFromOutside` stands in for it there.
 */
export async function deathSignal(signal: 'INT' | 'TERM'): Promise<string[]> {
  probe ??= (async () => {
    const setpriv = findCommand('setpriv')
    if (!setpriv) return undefined
    const { code } = await runCommand(setpriv, ['--pdeathsig', 'TERM', 'true'], { timeoutMs: 3000 })
    return code === 0 ? setpriv : undefined
  })()
  const setpriv = await probe
  return setpriv ? [setpriv, '--pdeathsig', signal] : []
}

/**
 * `runCommand` for what takes its time (making a database, fetching, bundling): the command does not outlive this
 * process, where it would meet the next start at work on the same files. `prefix` comes before everything else.
 */
export async function runBound(
  command: string,
  args: string[],
  options: CommandOptions & { prefix?: string[] } = {},
): Promise<Finished> {
  const [program = '', ...rest] = [...(options.prefix ?? []), ...(await deathSignal('TERM')), command, ...args]
  return await runCommand(program, rest, options)
}

/**
 * A shell that holds a pipe to this process: when the pipe breaks, this process is gone and the shell ends `pid`.
 * Weaker than the kernel's own signal (somebody may kill the shell as well), so the pid file stays the last resort.
 */
export function watchFromOutside(pid: number, signal: 'INT' | 'TERM'): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', `read -r _; kill -s ${signal} ${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watcher.on('error', () => undefined)
  watcher.stdin?.on('error', () => undefined)
  watcher.unref()
  return watcher
}
