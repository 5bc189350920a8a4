import { locale } from './locale.ts'
import { once } from './once.ts'

const whole = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))
const tenth = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))
const hundredth = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }))
const bytes = once(() => new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 }))

export const number = (value: number): string => whole().format(value)

/** A response time: "0.4 ms", "38 ms", "1.2 s". */
export function milliseconds(ms: number): string {
  if (ms >= 1000) return `${tenth().format(ms / 1000)} s`
  return `${(ms < 10 ? tenth : whole)().format(ms)} ms`
}

/** An uptime. Rounded down, so that 100 % is said only of what never failed. */
export function percentage(value: number): string {
  const digits = value >= 99 && value < 100 ? 100 : 10
  return `${hundredth().format(Math.floor(value * digits) / digits)} %`
}

/** "1.2 kB". */
export const kilobytes = (size: number): string => bytes().format(size / 1000)

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const sizes = SIZES.map((unit) =>
  once(() => new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 })),
)

/** "812 byte", "1.2 kB", "3.4 GB". */
export function fileSize(size: number): string {
  const step = size < 1000 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(size) / 3))
  return sizes[step]?.().format(size / 1000 ** step) ?? String(size)
}
