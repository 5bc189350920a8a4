import { STAGES, type Stage, type Step } from '../../../contracts/media-requests.ts'
import type { Request } from '../seerr/shapes.ts'
import type { Change, NewStep } from '../story/advance.ts'
import type { OutgoingRow, RequestRow, StepRow } from '../tables.ts'
import { seasonsOf, type Word, wordOf } from './word.ts'

/** A request as Seerr says that it stands, with the person of ours who changed it last. */
export interface Observed {
  request: Request
  /** When it was read. */
  at: Date
  /** Null for whoever is nobody's, and for what Seerr did by itself. */
  by: { userId: string | null; name: string | null } | null
  /** `seerr` where a webhook said that there is news, `reconcile` where only the reading found it. */
  source: 'seerr' | 'reconcile'
}

/** What stands beside the row. */
export interface Beside {
  steps: readonly Pick<StepRow, 'step' | 'key' | 'at'>[]
  /** What we did and Seerr has not heard of yet. */
  outgoing: readonly OutgoingRow['kind'][]
}

type Kind = OutgoingRow['kind']

/**
 * Words that an action of ours will turn into others, or is turning just now: whoever delivers it says what came of it.
 * Words beyond it are news.
 */
const HELD: Partial<Record<Kind, readonly Word[]>> = {
  approve: ['pending', 'declined', 'processing'],
  decline: ['pending', 'processing', 'partial', 'failed', 'declined'],
  withdraw: ['pending', 'processing', 'partial', 'available', 'failed', 'declined', 'refused', 'removed'],
  retry: ['failed', 'processing'],
}

/**
 * Whether it cannot be told yet if this is news: that it failed may have been said before the retry that is on its way,
 * or because of it.
 */
export const isUnclear = (request: Request, { outgoing }: Beside): boolean =>
  outgoing.includes('retry') && wordOf(request) === 'failed'

/** Under `seerr` in the row: its word, and when it changed the request last. */
interface Seen {
  word: Word | 'gone' | null
  updatedAt: string | null
}
export const seenOf = ({ seen }: Pick<RequestRow, 'seen'>): Seen | null => (seen?.['seerr'] as Seen | undefined) ?? null
const seeing = ({ seen }: RequestRow, next: Seen): string => JSON.stringify({ ...seen, seerr: next })

const NOT_DECIDED: readonly RequestRow['status'][] = ['waiting', 'pending', 'declined', 'refused', 'withdrawn']
const DECIDED: readonly Word[] = ['processing', 'partial', 'available', 'failed']

/**
 * What follows for our row from what Seerr says now; null when nothing does. Only a change of Seerr's word counts: what
 * it says again does not undo what we know from elsewhere, such as that Plex has it already.
 */
export function decideObserved(row: RequestRow, observed: Observed, beside: Beside): Change | null {
  const { request } = observed
  const word = wordOf(request)
  // it is deleted there: what was read before that is old
  if (row.status === 'withdrawn') return null
  if (word !== null && beside.outgoing.some((kind) => HELD[kind]?.includes(word))) return null
  const before = seenOf(row)
  const isNews = before?.word !== word || before.updatedAt !== request.updatedAt
  const status = word !== null && isNews && !plexKnowsBetter(row, word, before) ? word : row.status
  const seasons = seasonsOf(request)
  const isEdited =
    request.type === 'tv' &&
    seasons.length > 0 &&
    !beside.outgoing.includes('edit') &&
    !sameSeasons(row.seasons, seasons)
  const steps = [
    ...(isEdited ? [edited(row, observed, seasons)] : []),
    ...(status === row.status ? [] : turned(row, status as Word, observed, beside)),
  ]
  const { media } = request
  return {
    status,
    set: {
      ...(isEdited ? { seasons } : {}),
      ...(row.tvdb_id === null && media.tvdbId ? { tvdb_id: media.tvdbId } : {}),
      ...(status === row.status ? {} : { reason: reasonFor(status as Word) }),
      ...(isNews ? { seen: seeing(row, { word: word ?? before?.word ?? null, updatedAt: request.updatedAt }) } : {}),
    },
    steps: inOrder(steps, row, observed, beside),
  }
}

/** Seerr has the number no longer. */
export function decideGone(row: RequestRow, at: Date, source: Observed['source'], beside: Beside): Change | null {
  if (row.status === 'withdrawn' || row.status === 'refused' || beside.outgoing.includes('withdraw')) return null
  if (seenOf(row)?.word === 'gone') return null
  const set = { seen: seeing(row, { word: 'gone', updatedAt: null }), reason: GONE }
  const step: NewStep = { step: 'removed', key: keyOf('removed', row), at, source, detail: { reason: GONE } }
  return { status: 'removed', set, steps: row.status === 'removed' ? [] : [step] }
}

const GONE = 'It was deleted in Seerr.'
const OUT_OF_LIBRARY = 'It was taken out of the library again.'
const BLOCKLISTED = 'Seerr has it on its blocklist.'

const reasonFor = (word: Word): string | null =>
  word === 'removed' ? OUT_OF_LIBRARY : word === 'refused' ? BLOCKLISTED : null

/** Seerr looks into the library every few minutes only; what Plex has before that is there. */
const plexKnowsBetter = (row: RequestRow, word: Word, before: Seen | null): boolean =>
  row.status === 'available' && before?.word !== 'available' && ['processing', 'partial', 'failed'].includes(word)

/** The row's next version makes each turn a fact of its own, and a turn that was seen changes nothing again. */
const keyOf = (step: Step, row: RequestRow): string => `${step}#${Number(row.version) + 1}`

const edited = (row: RequestRow, { at, by, source, request }: Observed, seasons: number[]): NewStep => ({
  step: 'edited',
  key: keyOf('edited', row),
  // other seasons leave the time of a request as it was: then only that they were seen is known
  at: seenOf(row)?.updatedAt === request.updatedAt ? at : (timeOf(request.updatedAt) ?? at),
  source,
  by: by ?? undefined,
  detail: { seasons },
})

/** The lines of the timeline for a turn, with those that nobody told us of before it. */
function turned(row: RequestRow, word: Word, observed: Observed, { steps }: Beside): NewStep[] {
  const { request, at, by, source } = observed
  const changedAt = timeOf(request.updatedAt) ?? at
  const make = (step: Step, more: Partial<NewStep> = {}): NewStep => ({
    step,
    key: keyOf(step, row),
    at: changedAt,
    source,
    ...more,
  })
  const missing = NOT_DECIDED.includes(row.status) || !steps.some(({ step }) => step === 'approved')
  const approved = missing && DECIDED.includes(word) ? [make('approved', approval(request, by))] : []
  switch (word) {
    case 'processing':
      if (approved.length > 0) return approved
      return [row.status === 'failed' ? make('retried') : make('edited', { detail: { reason: BACK } })]
    case 'partial':
      return [...approved, make('partial', { at: arrivedAt(observed) })]
    case 'available': {
      // Plex's own word may have been noted before, of a series season by season; that all of it is there is news
      const known = steps.some(({ step, key }) => step === 'in-plex' && (request.type === 'movie' || key === 'in-plex'))
      const again = { key: keyOf('in-plex', row), ...(request.type === 'tv' ? { detail: { reason: WHOLE } } : {}) }
      return [...approved, make('in-plex', { at: arrivedAt(observed), ...(known ? again : { key: 'in-plex' }) })]
    }
    case 'failed':
      return [...approved, make('failed')]
    case 'declined':
      return [make('declined', by ? { by } : {})]
    case 'pending':
      return [make('edited', { ...(by ? { by } : {}), detail: { reason: UNDECIDED } })]
    case 'removed':
      return [make('removed', { at: arrivedAt(observed), detail: { reason: OUT_OF_LIBRARY } })]
    default:
      return [make('refused', { at, detail: { reason: BLOCKLISTED } })]
  }
}

const BACK = 'Seerr no longer counts it as there.'
const WHOLE = 'All that was asked for is there.'
const UNDECIDED = 'It waits for a decision again.'

/** Who asked is noted as who changed it where Seerr approves by itself. */
function approval(request: Request, by: Observed['by']): Partial<NewStep> {
  const { modifiedBy, requestedBy } = request
  const automatic = !modifiedBy || modifiedBy.id === requestedBy?.id
  return automatic ? { detail: { reason: 'Seerr approved it by itself.' } } : by ? { by } : {}
}

/** The request changes with what comes where it is completed then; elsewhere only its media does. */
function arrivedAt({ request, at }: Observed): Date {
  const times = [timeOf(request.updatedAt), timeOf(request.media.updatedAt)].filter((time) => time !== null)
  return times.sort((a, b) => b.getTime() - a.getTime())[0] ?? at
}

const isStage = (step: Step): step is Stage => (STAGES as readonly Step[]).includes(step)

/**
 * Nothing happened before what it follows from, nor later than it was seen: Seerr counts whole seconds, by a clock of
 * its own.
 */
function inOrder(steps: readonly NewStep[], row: RequestRow, { at }: Observed, { steps: noted }: Beside): NewStep[] {
  const placed: Pick<NewStep, 'step' | 'at'>[] = []
  return steps.map((step) => {
    const earlier = [...noted, ...placed].filter((one) => precedes(one.step, step.step)).map((one) => one.at.getTime())
    const after = Math.max(row.created_at.getTime(), ...earlier.map((time) => time + 1))
    const moved = { ...step, at: new Date(Math.max(after, Math.min(step.at.getTime(), at.getTime()))) }
    placed.push(moved)
    return moved
  })
}

/** What Seerr's own decisions are: of those one follows the other. */
const DECISIONS: readonly Step[] = ['asked', 'sent', 'approved', 'declined', 'edited', 'failed', 'retried', 'removed']

const precedes = (earlier: Step, later: Step): boolean =>
  isStage(earlier) && isStage(later)
    ? STAGES.indexOf(earlier) < STAGES.indexOf(later) || (earlier === later && earlier === 'approved')
    : DECISIONS.includes(earlier) || (isStage(earlier) && later === 'removed')

const timeOf = (text: string | null | undefined): Date | null => {
  const time = new Date(text ?? Number.NaN)
  return Number.isNaN(time.getTime()) ? null : time
}

const sameSeasons = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.toSorted((x, y) => x - y).every((number, index) => number === b[index])
