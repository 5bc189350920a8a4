import { isDeepStrictEqual } from 'node:util'
import type { Change, NewStep } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { hear, inOrder } from './decide-followed.ts'
import { followedOf } from './followed.ts'
import type { View } from './view.ts'

/** How long after it came the end of its way is asked for: Plex may show it before the history was read. */
export const AFTERWARDS_MS = 10 * 60_000

/** Whether it is in Plex, and nobody told yet that it was imported. */
export function isUntold(row: RequestRow, now: Date): boolean {
  if (row.status !== 'available' || row.is4k || now.getTime() - row.updated_at.getTime() > AFTERWARDS_MS) return false
  const { there, loaded } = followedOf(row.followed)
  const ends = Object.values(loaded).map(({ end }) => end)
  return Boolean(there) && (ends.length === 0 || ends.includes(null))
}

/** What the history tells of something that is in Plex already: its steps, and nothing else. */
export function decideUntold(row: RequestRow, view: View): Change | null {
  const before = followedOf(row.followed)
  const followed = structuredClone(before)
  const steps: NewStep[] = []
  for (const happened of inOrder(view.happened)) hear(row, followed, happened, view, steps)
  return isDeepStrictEqual(before, followed) ? null : { set: { followed: JSON.stringify(followed) }, steps }
}
