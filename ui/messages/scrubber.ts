import { LANGUAGE } from '../format/locale.ts'
import { number } from '../format/number.ts'

interface Counts {
  offline: number
  degraded: number
}

const list = new Intl.ListFormat(LANGUAGE, { type: 'conjunction' })

const bad = ({ offline, degraded }: Counts): string[] => [
  ...(offline > 0 ? [`${number(offline)} offline`] : []),
  ...(degraded > 0 ? [`${number(degraded)} degraded`] : []),
]

export const scrubber = {
  label: 'Look back',
  range: 'How far back',
  ranges: { day: '24 h', week: '7 days', month: '30 days' },
  slider: 'Time that the board is shown at',
  now: 'Now',
  /** What a screen reader says of a place on the axis. */
  at: (time: string, counts: Counts | undefined) => {
    if (!counts) return time
    const what = bad(counts)
    return `${time}: ${what.length > 0 ? list.format(what) : 'all well'}`
  },
  span: (from: string, to: string, counts: Counts) => `${from} to ${to}: ${list.format(bad(counts))}`,
  previous: 'Go to the trouble before',
  next: 'Go to the trouble after',
  quiet: 'All was well in this time.',
}
