import type { Turn } from '../../../contracts/request-delivery.ts'
import { readTv } from '../seerr/media.ts'
import { type Answer, decide, edit, readRequest, remove } from '../seerr/requests.ts'
import type { Request } from '../seerr/shapes.ts'
import { OVER, REQUEST } from '../seerr/states.ts'
import { seasonsOf, wordOf } from '../truth/word.ts'
import type { At } from './at-seerr.ts'
import type { Job } from './destination.ts'
import { type Outcome, refused } from './outcome.ts'
import { obstacle } from './turns.ts'
import { meaningOf, notThrough } from './words.ts'

type Perform = (job: Job, at: At) => Promise<Outcome>
type Told = Job & { kind: Turn }

/** By Seerr's owner. Told twice is once: what stands already as wanted is not told again. */
export const decideAtSeerr =
  (what: 'approve' | 'decline' | 'retry'): Perform =>
  (job, at) =>
    telling({ ...job, kind: what }, at, async (id) => {
      // a second retry would begin it anew
      const before = job.begunAt && what === 'retry' ? await readRequest(at.seerr, id, at.patience) : null
      if (before && before.status !== REQUEST.failed) return { is: 'done', request: before }
      const answer = await decide(at.seerr, id, what, at.patience)
      if (isOk(answer)) return done(at, id)
      const standing = await readRequest(at.seerr, id, at.patience)
      if (standing && standing.status === WANTED[what]) return { is: 'done', request: standing }
      const meaning = meaningOf(answer)
      if (meaning.is !== 'refused') return meaning
      const refusal = refused(meaning.code === 'ALREADY_REQUESTED' ? 'CONFLICT' : meaning.code, meaning.message)
      return standing ? { ...refusal, request: standing } : refusal
    })

const WANTED = { approve: REQUEST.approved, decline: REQUEST.declined, retry: REQUEST.approved } as const

/** Other seasons, as whoever asked for it; without those of other requests, which Seerr would take a second time. */
export const editAtSeerr: Perform = (job, at) =>
  telling({ ...job, kind: 'edit' }, at, async (id) => {
    const { seasons } = job.body
    if (!Array.isArray(seasons)) return { is: 'gone' }
    const title = job.request && (await readTv(at.seerr, Number(job.request.media_id), at.patience))
    const taken = (title?.mediaInfo?.requests ?? [])
      .filter((other) => other.id !== id && other.is4k === job.request?.is4k && !OVER.includes(other.status))
      .flatMap((other) => seasonsOf(other))
    const left = seasons.filter((number) => !taken.includes(number))
    if (left.length === 0) return refused('NO_SEASONS_LEFT', 'All of these seasons are there or asked for already.')
    const answer = await edit(at.seerr, id, left, at.as, at.patience)
    return answer.status === 200 ? done(at, id) : meaningOf(answer)
  })

/** Deleted there. What is gone already is done. */
export const withdrawAtSeerr: Perform = (job, at) =>
  telling({ ...job, kind: 'withdraw' }, at, async (id) => {
    const answer = await remove(at.seerr, id, at.as, at.patience)
    if (isOk(answer)) return { is: 'done' }
    const meaning = meaningOf(answer)
    return meaning.is === 'gone' ? { is: 'done' } : meaning
  })

const isOk = ({ status }: Answer): boolean => status >= 200 && status < 300

async function telling(job: Told, at: At, tell: (id: number) => Promise<Outcome>): Promise<Outcome> {
  const id = job.request?.seerr_id ?? null
  // it never arrived there
  if (id === null) return job.kind === 'withdraw' ? { is: 'done' } : { is: 'gone' }
  try {
    return (await overtaken(job, at, id)) ?? (await tell(id))
  } catch (error) {
    return { ...notThrough(error, at.patience.signal, true), mayHaveArrived: true }
  }
}

/**
 * Somebody decided in Seerr meanwhile and no webhook told of it: then it cannot be turned so any more. What was turned
 * here already, or may have arrived, goes through.
 */
async function overtaken({ kind, request: row, begunAt, body }: Told, at: At, id: number): Promise<Outcome | null> {
  const isAdmin = body.asOwner === true
  if (!row || begunAt !== null || obstacle(kind, row, isAdmin) !== null) return null
  const standing = await readRequest(at.seerr, id, at.patience)
  const status = standing && wordOf(standing)
  const why = status && obstacle(kind, { ...row, status }, isAdmin)
  return why ? { ...refused('CONFLICT', why), request: standing } : null
}

/** The answer says the media's status from before. */
async function done({ seerr, patience }: At, id: number): Promise<Outcome> {
  const request: Request | null = await readRequest(seerr, id, patience).catch(() => null)
  return request ? { is: 'done', request } : { is: 'done' }
}
