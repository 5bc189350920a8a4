const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** `in 3 days`, for sentences; both in milliseconds since 1970. The hour of the reader's clock is not known here. */
export function inDays(then: number, now: number): string {
  const ms = Math.max(0, then - now)
  const [number, unit] =
    ms > 36 * HOUR_MS
      ? [Math.round(ms / DAY_MS), 'day']
      : ms > 90 * 60_000
        ? [Math.round(ms / HOUR_MS), 'hour']
        : [Math.max(1, Math.ceil(ms / 60_000)), 'minute']
  return `in ${number} ${unit}${number === 1 ? '' : 's'}`
}
