import type { Change } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { onTime, SETTLED } from './plex.ts'

const OVER = ['available', 'declined', 'refused', 'withdrawn', 'removed'] as const

/** What came to its end says no longer how far it is or that it is late; what arrived is late no more. */
export function decideSettled(row: RequestRow, now: Date): Change | null {
  if (!(OVER as readonly string[]).includes(row.status)) return null
  if (Object.keys(SETTLED).every((name) => row[name as keyof typeof SETTLED] === null)) return null
  return { set: SETTLED, steps: row.status === 'available' ? onTime(row, now, 'portal') : [] }
}
