import { later, MINUTE_MS, type Range } from './spans.ts'

/** How far the clock of whoever asks may be ahead of ours. */
const AHEAD_MS = MINUTE_MS

interface Asked {
  from?: string | undefined
  to?: string | undefined
}

/** What was asked for, by default the `lengthMs` before `to` or now. A sentence where it ends before it begins. */
export function rangeOf({ from, to }: Asked, lengthMs: number, now: Date): Range | string {
  const end = to === undefined ? now : new Date(to)
  const begin = from === undefined ? later(end, -lengthMs) : new Date(from)
  if (begin < end) return { from: begin, to: end }
  return to === undefined ? '"from" must lie in the past.' : '"from" must be before "to".'
}

/** A time that was, now by default. A sentence for one that is still to come. */
export function pastMoment(at: string | undefined, now: Date): Date | string {
  const asked = at === undefined ? now : new Date(at)
  if (asked.getTime() - now.getTime() > AHEAD_MS) return '"at" must not lie in the future.'
  return asked < now ? asked : now
}
