const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const digits = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', ...digits })
  formats.set(zone, made)
  return made
}

/** Whether it is a name of a time zone that this machine knows. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

/** What the clock on the wall of a zone shows, written as if it were UTC. */
function wall(zone: string, at: number): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts as Record<string, number | undefined>
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

const offset = (zone: string, at: number): number => wall(zone, at) - Math.floor(at / 1000) * 1000

/** Minutes since midnight on the wall of a zone. */
export const minuteOfDay = (zone: string, at: Date): number =>
  Math.floor((wall(zone, at.getTime()) % DAY_MS) / MINUTE_MS)

/** Minutes of `22:00`. */
export const toMinutes = (hour: string): number => Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3))

/** `2026-03-29 02:00` in a zone; with its name where that is not clear. */
export function showTime(at: Date, zone = 'UTC'): string {
  const text = new Date(wall(zone, at.getTime())).toISOString().slice(0, 16).replace('T', ' ')
  return zone === 'UTC' ? `${text} UTC` : text
}

/**
 * Every instant at which the wall shows this. Two where the clock is put back over it; where it is put forward over it,
 * the instant at which that happens.
 */
function instantsOf(zone: string, wanted: number): number[] {
  const [before, after] = [offset(zone, wanted - DAY_MS), offset(zone, wanted + DAY_MS)]
  const shown = [...new Set([wanted - before, wanted - after])].filter((at) => wall(zone, at) === wanted)
  if (shown.length > 0) return shown
  let at = wanted - Math.max(before, after)
  const latest = wanted - Math.min(before, after)
  while (at < latest && offset(zone, at) !== after) at += MINUTE_MS
  return [at]
}

/** The next time after `after` that the wall of a zone shows an hour such as `07:30`. */
export function nextAt(zone: string, hour: string, after: Date): Date {
  const midnight = Math.floor(wall(zone, after.getTime()) / DAY_MS) * DAY_MS
  const candidates = [-1, 0, 1, 2].flatMap((day) =>
    instantsOf(zone, midnight + day * DAY_MS + toMinutes(hour) * MINUTE_MS),
  )
  return new Date(Math.min(...candidates.filter((at) => at > after.getTime())))
}
