import { isIPv6 } from 'node:net'

/** What failures are counted by. `code` counts second factors, which only who has the password gets to try. */
export type CountKind = 'address' | 'account' | 'device' | 'code'

/** So many failures cost no wait. */
export const FREE_FAILURES = 5
/** After so long without any attempt, counting begins anew. */
export const QUIET_MS = 15 * 60_000
/** So many attempts within so long are a burst. */
export const BURST = { attempts: 20, withinMs: 5 * 60_000 }

const MINUTE_MS = 60_000
/** A stranger can make an account slow for others, never shut it; an address may wait longer. */
const LONGEST_MS: Record<CountKind, number> = {
  address: 15 * MINUTE_MS,
  account: MINUTE_MS,
  device: MINUTE_MS,
  code: MINUTE_MS,
}

/** How things stand with one key. */
export interface Count {
  failures: number
  /** Null when nothing was counted yet. */
  lastAt: Date | null
  blockedUntil: Date | null
  /** Attempts in the present window, those that were held up included. */
  attempts: number
  attemptsSince: Date
  /** When the burst that is going on was announced, and the first attempt that was held up. */
  burstAt: Date | null
  delayedAt: Date | null
}

export const noCount = (now: Date): Count => ({
  failures: 0,
  lastAt: null,
  blockedUntil: null,
  attempts: 0,
  attemptsSince: now,
  burstAt: null,
  delayedAt: null,
})

/** The wait after so many failures: 1 s after the fifth, twice as long after each further one, up to the longest. */
export const delayMs = (kind: CountKind, failures: number): number =>
  failures < FREE_FAILURES ? 0 : Math.min(LONGEST_MS[kind], 1000 * 2 ** Math.min(failures - FREE_FAILURES, 30))

export interface Counted {
  count: Count
  /** This attempt is the first of its series that is held up. */
  firstDelayed: boolean
  /** This attempt makes it a burst. */
  burst: boolean
}

/** One more attempt that failed, or that is held up where `blocked` says so. */
export function countAttempt(kind: CountKind, before: Count, now: Date, blocked: boolean): Counted {
  const fresh = settled(before, now)
  const inWindow = now.getTime() - fresh.attemptsSince.getTime() <= BURST.withinMs
  const attempts = inWindow ? fresh.attempts + 1 : 1
  const burst = fresh.burstAt === null && attempts >= BURST.attempts
  const firstDelayed = blocked && fresh.delayedAt === null
  const failures = blocked ? fresh.failures : fresh.failures + 1
  const wait = delayMs(kind, failures)
  return {
    count: {
      failures,
      lastAt: now,
      blockedUntil: blocked ? fresh.blockedUntil : wait > 0 ? new Date(now.getTime() + wait) : null,
      attempts,
      attemptsSince: inWindow ? fresh.attemptsSince : now,
      burstAt: burst ? now : fresh.burstAt,
      delayedAt: firstDelayed ? now : fresh.delayedAt,
    },
    firstDelayed,
    burst,
  }
}

/** Milliseconds until an attempt counts again; 0 when it counts now. */
export const heldUpMs = (count: Count, now: Date): number =>
  Math.max(0, (count.blockedUntil?.getTime() ?? 0) - now.getTime())

/** What is left of a count by now: nothing after quiet, and a burst is over when nobody tried for as long as one takes. */
function settled(count: Count, now: Date): Count {
  const quietMs = now.getTime() - Math.max(count.lastAt?.getTime() ?? 0, count.blockedUntil?.getTime() ?? 0)
  if (count.lastAt === null || quietMs > QUIET_MS) return noCount(now)
  return now.getTime() - count.lastAt.getTime() > BURST.withinMs ? { ...count, burstAt: null } : count
}

/** An address as it is counted: of IPv6 the /64 that one household has, of IPv4 written as IPv6 the IPv4. */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (mapped) return mapped
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
