import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of the kernel's clock a second; 100 on every Linux that Node runs on. */
const TICKS = 100

const statOf = (pid: number | string): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** A process and all below it. */
export function below(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      parents.set(Number(name), Number(statOf(name)[1]))
    } catch {
      // ended meanwhile
    }
  }
  const found = [root]
  for (const one of found) for (const [pid, parent] of parents) if (parent === one) found.push(pid)
  return found
}

/** `Node`, `PostgreSQL` or `NATS`. */
export function programOf(pid: number): string {
  const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  return name.startsWith('postgres') ? 'PostgreSQL' : name.startsWith('nats') ? 'NATS' : 'Node'
}

/** Processor time so far of a portal and its servers, in seconds, by program; what ended meanwhile counts at its parent. */
export function cpuSeconds(root: number): Map<string, number> {
  const used = new Map<string, number>()
  for (const pid of below(root)) {
    try {
      const stat = statOf(pid)
      // own time; of the servers also that of children that ended, such as PostgreSQL's backends
      const fields = programOf(pid) === 'Node' ? [11, 12] : [11, 12, 13, 14]
      const ticks = fields.reduce((sum, field) => sum + Number(stat[field]), 0)
      used.set(programOf(pid), (used.get(programOf(pid)) ?? 0) + ticks / TICKS)
    } catch {
      // ended meanwhile
    }
  }
  return used
}
