import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { isTarget } from '../../../contracts/target.ts'
import type { Attempt, Finding } from './attempt.ts'
import { bareHost } from './host.ts'

const run = promisify(execFile)

const MISSING =
  'this machine has no ping program: install iputils-ping (it is part of our container image), or watch it with a tcp monitor'

/** What the system's ping said, in whichever of its dialects. */
export function readPing(host: string, output: string): Finding {
  const [, time] = /\btime[=<]\s?([\d.,]+)\s?ms/i.exec(output) ?? []
  if (time !== undefined) return { responseTimeMs: Number(time.replace(',', '.')) }
  if (/not permitted|permission denied|lacking privilege/i.test(output))
    return {
      complaint:
        'this machine does not let us ping: give the container the capability NET_RAW, or watch it with a tcp monitor',
    }
  if (/unknown host|not known|no address|bad address|name resolution|cannot resolve/i.test(output))
    return { complaint: `no such host ${host}` }
  if (/unreachable/i.test(output)) return { complaint: `${host} cannot be reached; is the machine on?` }
  return { complaint: `${host} does not answer a ping` }
}

/** One ping by the system's own program, as we may not send it ourselves. */
export const probePing: Attempt = async ({ target }, signal) => {
  // no shell, and nothing that ping could take for an option
  if (!isTarget('host', target)) return { complaint: 'that is no host name or address' }
  const host = bareHost(target)
  try {
    const env = { ...process.env, LC_ALL: 'C' }
    const { stdout } = await run('ping', ['-n', '-c', '1', host], { signal, env, killSignal: 'SIGKILL' })
    return readPing(host, stdout)
  } catch (error) {
    signal.throwIfAborted()
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string }
    if (code === 'ENOENT') return { complaint: MISSING }
    if (code === 'EACCES' || code === 'EPERM') return readPing(host, 'not permitted')
    if (typeof code === 'number') return readPing(host, `${stdout ?? ''}\n${stderr ?? ''}`)
    throw error
  }
}
