import type { KumaBeat } from '../../../contracts/kuma.ts'
import type { ServiceState } from '../../../contracts/status.ts'

/** How one monitor stands before its beats. */
export interface Known {
  status: ServiceState
  lastCheckAt: Date | null
  /** The last beat that counted, by its own clock. */
  sourceAt: Date | null
}

/** A result with the time at which it counts. */
export interface Timed {
  at: Date
  beat: KumaBeat
}

export interface Plan {
  /** Results that change no state: they only fill history. */
  past: (Timed & { status: ServiceState; excluded: boolean })[]
  /** What changes the state, in order, and what stands last: recorded as a check of ours would be. */
  counted: Timed[]
  /** Response times of `past` that lie before the last of `counted` and after what was known, oldest first. */
  recent: (number | null)[]
  /** Whether the last word was maintenance; null where there was no word. */
  maintenance: boolean | null
  sourceAt: Date | null
}

/**
 * Sorts the beats of one monitor. What is older than the last that counted is known already. What was listed and is
 * older than a check of our own fills history; the rest goes on from there. Of a monitor that is new here, all before
 * its present state is history: nobody is told today of an outage that was over before it stood on the board.
 */
export function planBeats(known: Known, beats: readonly KumaBeat[], now: Date): Plan {
  const fresh = unheard(known, beats)
  const plan: Plan = { past: [], counted: [], recent: [], maintenance: null, sourceAt: known.sourceAt }
  const states = fresh.filter(({ beat }) => beat.status !== 'maintenance')
  const last = states.at(-1)
  const began = known.status === 'unknown' && known.lastCheckAt === null ? beginOfLast(states) : null
  let standing = known.status
  let clock = known.lastCheckAt?.getTime() ?? 0
  for (const one of fresh) {
    const { beat } = one
    if (beat.from !== 'poll' && (plan.sourceAt === null || one.at > plan.sourceAt)) plan.sourceAt = one.at
    const shown = Math.min(one.at.getTime(), now.getTime())
    const overtaken = beat.from === 'list' && known.lastCheckAt !== null && shown <= known.lastCheckAt.getTime()
    const at = overtaken ? new Date(shown) : new Date((clock = Math.max(shown, clock + 1)))
    if (beat.status === 'maintenance') {
      plan.past.push({ at, beat, status: standing, excluded: true })
      if (!overtaken) plan.maintenance = true
      continue
    }
    if (!overtaken) plan.maintenance = false
    const isHistory = overtaken || (began !== null && one.at < began.at)
    if (!isHistory && (beat.status !== standing || one === last)) {
      plan.counted.push({ at, beat })
      standing = beat.status
      continue
    }
    plan.past.push({ at, beat, status: beat.status, excluded: false })
    if (!overtaken) plan.recent.push(beat.responseTimeMs)
  }
  return plan
}

/** In order, each time once, without what counted before. */
function unheard({ sourceAt }: Known, beats: readonly KumaBeat[]): Timed[] {
  const timed = beats.map((beat) => ({ at: new Date(beat.at), beat })).toSorted((a, b) => +a.at - +b.at)
  return timed.filter(
    ({ at, beat }, i) =>
      (beat.from === 'poll' || sourceAt === null || at > sourceAt) && +at !== (timed[i - 1] ? +timed[i - 1]!.at : NaN),
  )
}

/** The first beat of the state that the last one has. */
function beginOfLast(states: readonly Timed[]): Timed | null {
  const other = states.findLastIndex(({ beat }) => beat.status !== states.at(-1)?.beat.status)
  return states[other + 1] ?? null
}
