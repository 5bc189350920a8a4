import type { Change } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'

/** How long each try waits for the one before it; the last goes for all that follow. Milliseconds. */
const BACKOFF_MS = [60_000, 300_000, 900_000, 3_600_000, 21_600_000] as const

const backoffMs = (made: number): number => BACKOFF_MS[Math.min(made, BACKOFF_MS.length - 1)] ?? 60_000

export interface RetryGround {
  /** `Radarr`, `Sonarr`, `Lidarr`. */
  title: string
  /** Whether it could take the request now. */
  well: boolean
  /** How often in all. */
  budget: number
  now: Date
}

export type Retry = { change: Change; send: boolean } | null

/**
 * Whether a request that could not be handed on is to be handed on again now. The tries are counted over its whole life:
 * one that is taken and fails again at once does not begin anew.
 */
export function decideRetry(row: RequestRow, { title, well, budget, now }: RetryGround): Retry {
  if (row.status !== 'failed' || (row.seerr_id === null && row.media_type !== 'music')) return null
  if (row.retries >= budget) {
    if (row.retries === 0 || (row.retry_at === null && row.reason?.endsWith(OVER))) return null
    const times = row.retries === 1 ? 'once' : `${row.retries} times`
    const reason = `${title} could not take it. It was handed on again ${times} by itself. ${OVER}`
    return { change: { set: { retry_at: null, reason } }, send: false }
  }
  const wait = backoffMs(row.retries)
  if (row.retry_at === null) {
    return { change: { set: { retry_at: new Date(now.getTime() + wait) } }, send: false }
  }
  if (row.retry_at > now || !well) return null
  const made = row.retries + 1
  const next = made < budget ? new Date(now.getTime() + backoffMs(made)) : null
  return { change: { set: { retries: made, retry_at: next } }, send: true }
}

const OVER = 'An admin can hand it on once more.'
