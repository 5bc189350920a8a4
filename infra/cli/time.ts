import { WrongUsage } from './failure.ts'

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/**
 * `30m`, `2h` and `1d` ago, or a moment in ISO 8601, as ISO 8601 in UTC. A moment without a zone is one of this
 * machine's, a day without an hour begins at midnight. Throws `WrongUsage` naming the option.
 */
export function readTime(option: string, text: string, now: Date = new Date()): string {
  const ago = /^(\d+(?:\.\d+)?)\s*([smhdw])(?:\s+ago)?$/.exec(text.trim())
  const moment = ago
    ? new Date(now.getTime() - Number(ago[1]) * (UNITS[ago[2] ?? ''] ?? 0))
    : /^\d{4}-\d{2}-\d{2}/.test(text)
      ? new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text)
      : new Date(Number.NaN)
  if (Number.isNaN(moment.getTime()))
    throw new WrongUsage(`--${option} takes a moment such as 2h, 30m, 1d or 2025-11-20T18:00, not "${text}".`)
  return moment.toISOString()
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `11-21 07:31:02` in this machine's zone; another year than the present one is said instead of the seconds. */
export function shortTime(iso: string, now: Date = new Date()): string {
  const time = new Date(iso)
  const day = `${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const minute = `${two(time.getHours())}:${two(time.getMinutes())}`
  if (time.getFullYear() !== now.getFullYear()) return `${time.getFullYear()}-${day} ${minute}`
  return `${day} ${minute}:${two(time.getSeconds())}`
}

/** `07:31:02.113` in this machine's zone. */
export function clockTime(iso: string): string {
  const time = new Date(iso)
  const second = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
  return `${second}.${String(time.getMilliseconds()).padStart(3, '0')}`
}

/** `12 ms`, `1.4 s`, `2 min 5 s`, `3 h 4 min`, `2 d 1 h`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`
  const steps = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ] as const
  const first = steps.findIndex(([, length]) => ms >= length)
  const [unit, length] = steps[first] ?? ['s', 1000]
  const next = steps[first + 1]
  const rest = next ? Math.floor((ms % length) / next[1]) : 0
  return `${Math.floor(ms / length)} ${unit}${next && rest > 0 ? ` ${rest} ${next[0]}` : ''}`
}
