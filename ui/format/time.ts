import { LANGUAGE, locale } from './locale.ts'
import { once } from './once.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const STEPS = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['week', 7 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const

const relativeWords = once(() => new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'always', style: 'long' }))

/** "3 minutes ago". Under three quarters of a minute, and for clocks that run ahead, "just now". */
export function relativeTime(time: number, now: number): string {
  const past = now - time
  if (past < 45 * SECOND && past > -45 * SECOND) return 'just now'
  const size = Math.max(Math.abs(past), MINUTE)
  const [unit, length] = STEPS.find(([, length]) => size >= length) ?? ['minute', MINUTE]
  return relativeWords().format(-Math.sign(past) * Math.floor(size / length), unit)
}

const UNITS = [
  ['d', DAY],
  ['h', HOUR],
  ['min', MINUTE],
  ['s', SECOND],
] as const

/** How long something took or lasts, in at most two units: "38 ms", "1.4 s", "2 min 5 s", "3 d 4 h". */
export function duration(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 10 * SECOND) return `${decimal().format(Math.floor(ms / 100) / 10)} s`
  const first = UNITS.findIndex(([, length]) => ms >= length)
  const [name, length] = UNITS[first] ?? ['s', SECOND]
  const whole = Math.floor(ms / length)
  const [nextName, nextLength] = UNITS[first + 1] ?? ['', Infinity]
  const rest = Math.floor((ms % length) / nextLength)
  return rest > 0 ? `${whole} ${name} ${rest} ${nextName}` : `${whole} ${name}`
}

/** How long something lasts already, in one unit: "14 min", "3 d". */
export function roughDuration(ms: number): string {
  const [name, length] = UNITS.find(([, length]) => ms >= length) ?? ['s', SECOND]
  return `${Math.floor(ms / length)} ${name}`
}

const decimal = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))
const exact = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }))
const clock = once(() => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }))
const clockSeconds = once(
  () => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
)
const dayWords = once(() => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }))
const dayAndClock = once(
  () =>
    new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    }),
)
const dayShort = once(() => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }))

/** The exact time in the person's zone. */
export const exactTime = (time: number): string => exact().format(time)
/** "14:02". */
export const clockTime = (time: number): string => clock().format(time)
/** "14:02:07". */
export const clockTimeSeconds = (time: number): string => clockSeconds().format(time)
/** "14:02" for today, "3 Nov, 14:02" before. */
export const shortTime = (time: number, now: number): string =>
  dayKey(time) === dayKey(now) ? clock().format(time) : `${dayShort().format(time)}, ${clock().format(time)}`

/** "Tue 3 Nov, 14:02": short, and sure also weeks later. */
export const dayClock = (time: number): string => dayAndClock().format(time)

const dateWords = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }))
/** "3 Nov 2026", of a calendar date (midnight UTC) that is the same day in every zone. */
export const dateOnly = (time: number): string => (Number.isNaN(time) ? '' : dateWords().format(time))

/** A day in the person's zone, to group by. */
export const dayKey = (time: number): string => new Date(time).toDateString()

/** "Today", "Yesterday", else the day in words. */
export function dayName(time: number, now: number): string {
  if (dayKey(time) === dayKey(now)) return capitalised(dayWord().format(0, 'day'))
  const yesterday = new Date(now)
  yesterday.setDate(yesterday.getDate() - 1)
  return dayKey(time) === yesterday.toDateString() ? capitalised(dayWord().format(-1, 'day')) : dayWords().format(time)
}

const dayWord = once(() => new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' }))
const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
