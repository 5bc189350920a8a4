import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'

/** A process as it was seen; the start time tells it from a later one with the same number. */
export interface Seen {
  pid: number
  parent: number
  started: string
  command: string
}

/** Every process of this machine that lives (dead ones that nobody has buried yet do not). */
export function processes(): Seen[] {
  return process.platform === 'linux' ? fromProc() : fromPs()
}

/** A process and all below it. */
export function tree(root: number): Seen[] {
  const all = processes()
  const found = all.filter(({ pid }) => pid === root)
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid))
  return found
}

/** Those that are still there. */
export function stillThere(seen: Seen[]): Seen[] {
  const now = new Map(processes().map(({ pid, started }) => [pid, started]))
  return seen.filter(({ pid, started }) => now.get(pid) === started)
}

function fromProc(): Seen[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
        const [state = '', parent, ...more] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        if (/[ZX]/.test(state)) return []
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return [{ pid: Number(name), parent: Number(parent), started: more[17] ?? '', command }]
      } catch {
        return []
      }
    })
}

function fromPs(): Seen[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,lstart=,command='], { encoding: 'utf8' })
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line)
    if (!match) return []
    const [, pid, parent, started = '', command = ''] = match
    return [{ pid: Number(pid), parent: Number(parent), started, command }]
  })
}
