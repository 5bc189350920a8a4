/** A window that comes again, as a person thinks of it. */
export interface Recurring {
  /** Sunday is 0. All seven: every day. */
  days: readonly number[]
  /** "03:00". */
  time: string
}

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]

export const isEveryDay = ({ days }: Recurring): boolean => new Set(days).size === 7

/** Five fields: minute, hour, any day of any month, the days of the week. */
export function cronOf(recurring: Recurring): string {
  const [hour = 0, minute = 0] = recurring.time.split(':').map(Number)
  const days = [...new Set(recurring.days)].toSorted((a, b) => a - b)
  return `${minute} ${hour} * * ${isEveryDay(recurring) ? '*' : days.join(',')}`
}

/** Reads back what `cronOf` can have written, also with ranges and 7 for Sunday; undefined for all else. */
export function recurringOf(cron: string): Recurring | undefined {
  const [minute = '', hour = '', day, month, week = '', ...more] = cron.trim().split(/\s+/)
  if (day !== '*' || month !== '*' || more.length > 0) return undefined
  if (!isWithin(minute, 59) || !isWithin(hour, 23)) return undefined
  const days = daysOf(week)
  return days && { days, time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` }
}

const isWithin = (text: string, most: number): boolean => /^\d{1,2}$/.test(text) && Number(text) <= most

function daysOf(field: string): number[] | undefined {
  if (field === '*') return EVERY_DAY
  const days: number[] = []
  for (const part of field.split(',')) {
    const [, first, last = first] = /^([0-7])(?:-([0-7]))?$/.exec(part) ?? []
    if (first === undefined || Number(last) < Number(first)) return undefined
    for (let at = Number(first); at <= Number(last); at++) days.push(at % 7)
  }
  return [...new Set(days)].toSorted((a, b) => a - b)
}
