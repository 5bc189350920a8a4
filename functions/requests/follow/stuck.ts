import { isDeepStrictEqual } from 'node:util'
import type { Change, NewStep } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { differs, lateNow } from './decide-followed.ts'
import { followedOf } from './followed.ts'
import type { Late } from './late.ts'
import type { View } from './view.ts'

/** The first look that gets no answer notes since when; from the next on that is the reason. */
const NOTED_MS = 1000

/** Why what could not be handed on still waits: Radarr or Sonarr does not answer. Null when nothing is new. */
export function decideStuck(row: RequestRow, view: View, now: Date): Change | null {
  const { down } = view
  if (!down && row.late_code !== 'unreachable') return null
  if (down && now.getTime() - down.since.getTime() < NOTED_MS) return null
  const late: Late | null = down && {
    code: 'unreachable',
    about: down.since.toISOString(),
    since: down.since,
    message: down.words,
  }
  const before = followedOf(row.followed)
  const followed = structuredClone(before)
  const steps: NewStep[] = []
  const set = {
    ...lateNow(row, followed, late, view, now, steps),
    ...(isDeepStrictEqual(before, followed) ? {} : { followed: JSON.stringify(followed) }),
  }
  return steps.length > 0 || differs(row, set) ? { set, steps } : null
}
