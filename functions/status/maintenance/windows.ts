import { Cron } from 'croner'
import type { Selectable } from 'kysely'
import type { StatusTables } from '../domain.ts'

export type MaintenanceRow = Selectable<StatusTables['maintenance']>

/** When a window is open: once, or again and again. */
export type Timing = Pick<MaintenanceRow, 'starts_at' | 'ends_at' | 'cron' | 'duration_minutes' | 'timezone'>

export interface Window {
  since: Date
  until: Date
}

const MINUTE_MS = 60_000

/** Five fields in a zone. Throws with croner's reason. */
export const toCron = (pattern: string, timezone: string | null): Cron =>
  new Cron(pattern, { mode: '5-part', timezone: timezone ?? 'UTC' })

/**
 * The window that lies over a moment; null when none does. One that comes again lasts its minutes by the clock of the
 * world, not of the wall: across a clock change it is as long as ever. What the change skips begins right after the gap,
 * and what it repeats comes once, as croner has it for fixed times.
 */
export function windowAt(timing: Timing, now: Date): Window | null {
  const window = latest(timing, now)
  return window && window.until > now ? window : null
}

/** The window that begins next, after now; null when none does. */
export function windowAfter(timing: Timing, now: Date): Window | null {
  const { starts_at: since, ends_at: until, cron } = timing
  if (cron !== null) return lasting(timing, toCron(cron, timing.timezone).nextRun(now))
  return since && until && since > now ? { since, until } : null
}

function latest(timing: Timing, now: Date): Window | null {
  const { starts_at: since, ends_at: until, cron } = timing
  if (cron === null) return since && until && since <= now ? { since, until } : null
  // strictly before what it is given
  const [begun] = toCron(cron, timing.timezone).previousRuns(1, new Date(now.getTime() + 1))
  return lasting(timing, begun)
}

const lasting = ({ duration_minutes: minutes }: Timing, since: Date | null | undefined): Window | null =>
  since && minutes !== null ? { since, until: new Date(since.getTime() + minutes * MINUTE_MS) } : null

/** What becomes of a plan at a moment. */
export interface Step {
  /** When the window that was open closed; null when none did. */
  closed: Date | null
  opens: boolean
  /** What is open from now on. */
  active: Window | null
}

/**
 * Where a plan stands now, from where it stood. A window that was open while nobody looked closes at its own end; the
 * one that lies over now is another one, unless it began before the former was over.
 */
export function stepOf(timing: Timing, before: Window | null, now: Date): Step {
  const open = windowAt(timing, now)
  if (!before) return { closed: null, opens: open !== null, active: open && { since: now, until: open.until } }
  if (open && open.since <= before.until)
    return { closed: null, opens: false, active: { since: before.since, until: open.until } }
  const closed = before.until < now ? before.until : now
  return { closed, opens: open !== null, active: open && { since: now, until: open.until } }
}

/** The window that a row says is open. */
export const activeOf = ({ active_since: since, active_until: until }: MaintenanceRow): Window | null =>
  since && until ? { since, until } : null
