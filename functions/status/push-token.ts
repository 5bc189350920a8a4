import { createHash, randomBytes } from 'node:crypto'
import type { Check } from '../../contracts/status.ts'
import type { Claimed } from './claim.ts'
import type { MonitorRow } from './monitor-row.ts'

/** A caller's clock is no better than this share of its interval. */
const GRACE = 0.1
const LEAST_GRACE_MS = 5000
const MOST_GRACE_MS = 60_000

/** A verdict that comes this late was held up by us: while we were away nobody could call. */
const HELD_UP_MS = 15_000

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** A new token as the row keeps it. */
export function newToken(ctx: { seal(text: string): string }): { push_token: string; push_token_hash: string } {
  const token = randomBytes(24).toString('base64url')
  return { push_token: ctx.seal(token), push_token_hash: hashOf(token) }
}

/** Where a push monitor is called; null for any other, and where its token can no longer be opened. */
export function pushPathOf(row: Pick<MonitorRow, 'push_token'>, ctx: { open(sealed: string): string }): string | null {
  if (row.push_token === null) return null
  try {
    return `/api/push/${ctx.open(row.push_token)}`
  } catch {
    return null
  }
}

/** When a call that was due an interval after `at` is missed. */
export function missedAt(intervalSeconds: number, at: Date): Date {
  const interval = intervalSeconds * 1000
  const grace = Math.min(MOST_GRACE_MS, Math.max(LEAST_GRACE_MS, interval * GRACE))
  return new Date(at.getTime() + interval + grace)
}

/** The failure of a monitor that did not call in time; nothing where the delay was ours. */
export function missedCall(row: Claimed, now: Date): Check[] {
  if (now.getTime() - row.due.getTime() > HELD_UP_MS) return []
  const error =
    row.called_at === null
      ? `has not called yet, although it should every ${showSpan(row.interval_seconds * 1000)}`
      : `did not call for ${showSpan(now.getTime() - row.called_at.getTime())}`
  const missed = { responseTimeMs: null, error, degraded: null, certificateEndsAt: null }
  const nextCheckAt = row.following.toISOString()
  return [{ monitorId: row.id, version: row.version, at: now.toISOString(), nextCheckAt, ...missed }]
}

/** A span in its largest fitting unit: `45 s`, `2 min`, `3 h`, `2 d`. */
export function showSpan(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`
}
