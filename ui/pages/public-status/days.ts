import type { Shown } from '../public-status.ts'

export type Day = Shown['groups'][number]['services'][number]['days'][number]

const DAYS = 90
/** Below this share of good checks a day was bad, not merely blemished. */
const BAD_BELOW = 99

/** Ninety places, the newest day last; days before the service was known are empty. */
export const barsOf = (days: readonly Day[]): (Day | undefined)[] => [
  ...Array.from<undefined>({ length: Math.max(0, DAYS - days.length) }),
  ...days.slice(-DAYS),
]

/** How a day is drawn: each has a height of its own besides its colour. */
export function levelOf(uptimePercentage: number | null): 'none' | 'good' | 'some' | 'bad' {
  if (uptimePercentage === null) return 'none'
  if (uptimePercentage === 100) return 'good'
  return uptimePercentage < BAD_BELOW ? 'bad' : 'some'
}
