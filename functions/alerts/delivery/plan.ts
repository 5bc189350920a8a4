import type { DeliveryRow } from './tables.ts'
import type { DeliveryRules } from './rules.ts'

export type Due = Pick<DeliveryRow, 'id' | 'at' | 'queued_at' | 'held' | 'pinned'>

/** What to do next in a lane: send these rows together, or wait until more of what is late has come. */
export type Plan<R> = { send: R[]; id: string | null } | { wait: Date }

/**
 * Decides about the rows of a lane that are due, the oldest first; at least one. What may have been sent already goes
 * first, as it was and under its old id. What is late, if it is much, becomes one message with all that waits; so does a
 * digest, and so does a flood, however fresh it is. All else goes one by one. While we catch up with what happened in our
 * absence, all of it is waited for, so that what would become one message is not begun one by one.
 */
export function plan<R extends Due>(rows: readonly R[], now: Date, rules: DeliveryRules): Plan<R> {
  const pinned = rows.find((row) => row.pinned !== null)?.pinned
  if (pinned) return { send: rows.filter((row) => row.pinned === pinned), id: pinned }
  const late = rows.filter(({ at }) => now.getTime() - at.getTime() > rules.staleMs)
  const missed = rows.filter((row) => row.queued_at.getTime() - row.at.getTime() > rules.missedMs)
  const digest = rows.filter(({ held }) => held === 'digest')
  const flood = rows.length > rules.floodAbove
  const settling = settled(flood ? rows : [...late, ...missed, ...digest], rows, rules)
  if (settling > now.getTime()) return { wait: new Date(settling) }
  if (flood || late.length > rules.summaryAbove || digest.length > 1) return { send: [...rows], id: null }
  return { send: rows.slice(0, 1), id: null }
}

/** When what waits has settled: nothing came for a moment, or the first of `some` has waited long enough. */
function settled(some: readonly Due[], all: readonly Due[], { settleMs, settleAtMostMs }: DeliveryRules): number {
  if (some.length === 0) return 0
  const queued = (rows: readonly Due[]): number[] => rows.map((row) => row.queued_at.getTime())
  return Math.min(Math.max(...queued(all)) + settleMs, Math.min(...queued(some)) + settleAtMostMs)
}
