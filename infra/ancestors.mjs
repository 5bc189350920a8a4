import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** How often is looked, in milliseconds; without /proc each look costs a process. */
const EVERY_MS = process.platform === 'linux' ? 400 : 1500

/**
 * Calls `gone` once when a process between this one and npm (a launcher, a shell, npm itself) has ended.
 * A SIGKILL cannot be passed on by who received it, so whoever stands below has to look.
 */
export function whenAncestorDies(gone) {
  const watched = upToNpm()
  if (watched.length === 0) return
  const timer = setInterval(() => {
    if (watched.every(({ pid, started }) => read(pid)?.started === started)) return
    clearInterval(timer)
    gone()
  }, EVERY_MS)
  timer.unref()
}

/** The parent, and those above it as far as npm reaches. */
function upToNpm() {
  const found = []
  let pid = process.ppid
  while (pid > 1 && found.length < 5) {
    const one = read(pid)
    if (!one) break
    found.push({ pid, started: one.started })
    if (one.command.startsWith('npm ')) break
    // above a parent that is neither a shell nor a launcher of ours stands somebody else's business
    if (!/^(-?(ba|da|z|k|a)?sh|node)\b|launch\.mjs/.test(one.command)) break
    if (found.length === 1 && !process.env.npm_lifecycle_event) break
    pid = one.parent
  }
  return found
}

/** What the system says of a process: undefined when it is gone, or dead and only not yet buried (a zombie). */
function read(pid) {
  try {
    if (process.platform !== 'linux') return readByPs(pid)
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // the name stands in brackets and may hold anything, brackets and blanks too
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')
    return { parent: Number(fields[1]), started: fields[19], command: baseName(command) }
  } catch {
    return undefined
  }
}

function readByPs(pid) {
  const line = execFileSync('ps', ['-o', 'ppid=,lstart=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  const match = /^(\d+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line)
  return match ? { parent: Number(match[1]), started: match[2], command: baseName(match[3]) } : undefined
}

/** `/usr/bin/node /usr/bin/npm start` and the title that npm gives itself, `npm start`, both begin with `npm `. */
function baseName(command) {
  const plain = command.trim().replace(/^\S*\//, '')
  return /^node\s+\S*\bnpm(-cli\.js)?\s/.test(plain) ? `npm ${plain}` : `${plain} `
}
