import type { Change } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { decideFollowed } from './decide-followed.ts'
import { decideRetry, type RetryGround } from './decide-retry.ts'
import type { Patience } from './late.ts'
import { decideByLidarr, decideInPlex, type InPlex } from './plex.ts'
import { decideSettled } from './settle.ts'
import { decideStuck } from './stuck.ts'
import { decideUntold, isUntold } from './untold.ts'
import type { View } from './view.ts'

/** All that a look brought about one request. */
export interface Brought {
  /** Undefined where Radarr or Sonarr is not connected, or has nothing to do with it. */
  view: View | undefined
  inPlex: InPlex | undefined
  ground: RetryGround
  patience: Patience
}

export interface Decided {
  change: Change
  /** It is to be handed on again. */
  retry: boolean
}

/** What follows for one request; null when nothing does. */
export function decide(row: RequestRow, { view, inPlex, ground, patience }: Brought): Decided | null {
  const { now } = patience
  const retry = decideRetry(row, ground)
  const arrived = inPlex ? decideInPlex(row, inPlex, now) : null
  const followed = view ? decideOnItsWay(row, view, patience) : null
  const changes = [
    // what is there is not late any more, whatever became of the rest of its way
    arrived?.status === 'available' && followed ? withoutLate(followed) : followed,
    retry?.change ?? null,
    arrived ?? decideByLidarr(row, now),
    decideSettled(row, now),
  ].filter((change) => change !== null)
  if (changes.length === 0) return null
  const change = changes.reduce((all, one) => ({
    ...all,
    ...one,
    set: { ...all.set, ...one.set },
    steps: [...(all.steps ?? []), ...(one.steps ?? [])],
  }))
  // what Plex has is not handed on again
  return { change, retry: retry?.send === true && change.status !== 'available' }
}

function decideOnItsWay(row: RequestRow, view: View, patience: Patience): Change | null {
  if (row.status === 'processing' || row.status === 'partial') return decideFollowed(row, view, patience)
  if (row.status === 'failed') return decideStuck(row, view, patience.now)
  return isUntold(row, patience.now) ? decideUntold(row, view) : null
}

const withoutLate = ({ steps = [], ...change }: Change): Change => ({
  ...change,
  steps: steps.filter(({ step }) => step !== 'late' && step !== 'on-time'),
})
