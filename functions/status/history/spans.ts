import type { HistoryPoint, Resolution } from '../../../contracts/history.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** The smaller of the two spans into which results are rolled up. */
export const SPAN_MS = 5 * MINUTE_MS

/** How long results are kept; a row per monitor and hour, and what changed, for two years. */
export const KEPT_MS = {
  raw: 2 * DAY_MS,
  '5m': 30 * DAY_MS,
  '1h': 2 * 366 * DAY_MS,
} as const satisfies Record<Resolution, number>

/** More points than these say nothing more on a chart. */
const ENOUGH_POINTS = 3000

/** The start of the span that a time lies in. Spans begin with the epoch, so those of an hour are hours of UTC. */
export const spanOf = (at: Date, spanMs: number): Date => new Date(Math.floor(at.getTime() / spanMs) * spanMs)

export const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms)

export interface Range {
  /** Inclusive. */
  from: Date
  /** Exclusive. */
  to: Date
}

/** The oldest that there is of one service, null where there is nothing. */
export type Oldest = Readonly<Record<Resolution, Date | null>>

/**
 * The finest resolution that gives at most 3,000 points for a range and has all that is known of it; hours where none
 * does. Before a restored backup, for example, there is nothing but hours.
 */
export function chooseResolution({ from, to }: Range, intervalMs: number, oldest: Oldest): Resolution {
  const spans = { raw: intervalMs, '5m': Math.max(SPAN_MS, intervalMs) } as const
  const hours = oldest['1h']
  const known = hours && hours > from ? hours : from
  for (const resolution of ['raw', '5m'] as const) {
    const first = oldest[resolution]
    const hasAll = hours === null || (first !== null && first.getTime() - known.getTime() < HOUR_MS)
    if (hasAll && to.getTime() - from.getTime() <= ENOUGH_POINTS * spans[resolution]) return resolution
  }
  return '1h'
}

/** Share of good checks, rounded down to two decimals, so that it is never 100 after a failure; null without any. */
export const percentage = (good: number, checks: number): number | null =>
  checks === 0 ? null : Math.floor((good * 10_000) / checks) / 100

/** The worst state of a span; null where nothing in it counts. */
export function worstOf({ checks, good, degraded }: Counts): HistoryPoint['status'] {
  if (checks === 0) return null
  return good < checks ? 'offline' : degraded > 0 ? 'degraded' : 'online'
}

export interface Counts {
  checks: number
  good: number
  degraded: number
  excluded: number
}
