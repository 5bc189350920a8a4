import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** The command line of a living process; undefined when it is gone, or dead and only not yet buried (a zombie). */
export function commandOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    if (/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))) return undefined
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') || undefined
  } catch {
    return undefined
  }
}

/**
 * Waits until the process that a pid file names is gone, so that a new one may take its folder. It is ours only when its
 * command line holds `mark` (the folder): numbers are given out again. One that is ending by itself gets 2 s; then it is
 * asked with `signal`, and after 3 s more killed. Returns whether there was one. Only to be called by who holds the
 * data folder's lock.
 */
export async function endLeftover(pidFile: string, mark: string, signal: 'SIGINT' | 'SIGTERM'): Promise<boolean> {
  const pid = readPid(pidFile)
  const alive = () => pid !== undefined && commandOf(pid)?.includes(mark) === true
  if (pid === undefined || !alive()) return false
  const steps: [NodeJS.Signals | undefined, number][] = [
    [undefined, 2000],
    [signal, 3000],
    ['SIGKILL', 5000],
  ]
  for (const [step, ms] of steps) {
    try {
      if (step) process.kill(pid, step)
    } catch {
      // gone meanwhile
    }
    for (const deadline = Date.now() + ms; Date.now() < deadline;) {
      if (!alive()) return true
      await wait(20)
    }
  }
  throw new Error(`The process ${pid} of an earlier start still uses ${mark} and cannot be ended.`)
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}
