import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { inject } from 'vitest'
import { createDatabase } from './databases.ts'

export { freePort, freePorts } from '../embedded/free-port.ts'

/** The address of a new, empty database of this run's PostgreSQL. */
export async function freshDatabase(): Promise<string> {
  return await createDatabase(inject('databaseUrl'), `test_${inject('runId')}_${randomBytes(6).toString('hex')}`)
}

/** A prefix for subjects, streams and buckets that no other test has. */
export function freshNamespace(): string {
  return `t${randomBytes(6).toString('hex')}`
}

/** The address of this run's NATS, with its password. */
export function natsUrl(): string {
  return inject('natsUrl')
}

/**
 * Asks `condition` until it gives something true, and returns that. An error thrown by it counts as not yet.
 * Throws after `timeoutMs` (5,000 by default), naming `what` was waited for and the last error or answer.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  options: { timeoutMs?: number; everyMs?: number; what?: string } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const { timeoutMs = 5000, everyMs = 20, what = condition.toString().slice(0, 200) } = options
  const deadline = performance.now() + timeoutMs
  for (;;) {
    let last: unknown
    try {
      const answer = await condition()
      if (answer) return answer as NonNullable<Exclude<T, false>>
      last = answer
    } catch (error) {
      last = error
    }
    if (performance.now() > deadline) {
      throw new Error(`Not so within ${timeoutMs} ms: ${what} (last: ${String(last)})`)
    }
    await wait(everyMs)
  }
}
