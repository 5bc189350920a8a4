import type { Seerr } from '../seerr/client.ts'
import { type Patience, reachesTmdb, readMovie, readTv } from '../seerr/media.ts'
import { ask, listRequests } from '../seerr/requests.ts'
import type { Movie, Request, Tv } from '../seerr/shapes.ts'
import { readQuota } from '../seerr/users.ts'
import { versionOf } from '../seerr/version.ts'
import { leftToAsk, type Wanted } from './left-to-ask.ts'
import { type Outcome, type Refusal, refused } from './outcome.ts'
import { inDays } from './when.ts'
import { meaningOf, notThrough, unknownTitle } from './words.ts'

export interface SubmitHow extends Patience {
  /** Seerr's number of who asks; its owner when left out. */
  as: number | undefined
  /** When it was told before, and may have arrived; null the first time. */
  begunAt: Date | null
  /** It was taken back meanwhile: only whether it arrived is of interest. */
  onlyLook?: boolean
  /** Whether another request of ours stands for that one at Seerr. */
  isTaken(seerrId: number): Promise<boolean>
  /** Whether this title was seen here before. */
  isKnown: boolean
}

/** What it answers about the title, where it was read. */
export type Submitted = Outcome & { title?: Movie | Tv }

/** The key acts as its first user. */
const OWNER = 1

/** Asks Seerr for something, unless it is there or asked for already. Told before, it first looks whether it arrived. */
export async function submitAtSeerr(seerr: Seerr, wanted: Wanted, how: SubmitHow): Promise<Submitted> {
  const { as, begunAt } = how
  const patience = patienceOf(how)
  let unsure = begunAt !== null
  let sent = false
  try {
    if (begunAt) {
      const arrived = await findOwn(seerr, wanted, how, begunAt)
      if (arrived) return { is: 'done', request: arrived }
      unsure = false
      if (how.onlyLook) return refused('CONFLICT', 'It was taken back before it arrived.')
    }
    const title = await readTitle(seerr, wanted, patience)
    const open = title ? await check(seerr, wanted, title, patience) : await withoutTitle(seerr, wanted, how)
    if (open.is !== 'open') return title ? { ...open, title } : open
    sent = true
    const { mediaType, tmdbId: mediaId, is4k } = wanted
    const body = { mediaType, mediaId, is4k, ...(mediaType === 'tv' ? { seasons: open.seasons } : {}) }
    const answer = await ask(seerr, body, as, patience)
    const about = title ? { title } : {}
    if (answer.status === 201 && answer.data && 'media' in answer.data)
      return { is: 'done', request: answer.data, ...about }
    return { ...(await explained(seerr, wanted, meaningOf(answer), how)), ...about }
  } catch (error) {
    const waiting = notThrough(error, how.signal, sent)
    return unsure ? { ...waiting, mayHaveArrived: true } : waiting
  }
}

const patienceOf = ({ signal, timeoutMs }: Patience): Patience => ({
  ...(signal ? { signal } : {}),
  ...(timeoutMs ? { timeoutMs } : {}),
})

const readTitle = (seerr: Seerr, { mediaType, tmdbId }: Wanted, patience: Patience): Promise<Movie | Tv | null> =>
  (mediaType === 'movie' ? readMovie : readTv)(seerr, tmdbId, patience)

async function check(seerr: Seerr, wanted: Wanted, title: Movie | Tv, patience: Patience) {
  const special = wanted.seasons !== 'all' && wanted.seasons.includes(0)
  const takesSpecials = special && (await versionOf(seerr, patience.signal)).takesSpecials
  return leftToAsk(wanted, title, takesSpecials)
}

/** Seerr shows no title: there is none, or TMDB did not answer it a moment ago. What it says when it is asked for it tells. */
async function withoutTitle(
  seerr: Seerr,
  { mediaType, seasons }: Wanted,
  how: SubmitHow,
): Promise<Outcome | { is: 'open'; seasons: number[] }> {
  const patience = patienceOf(how)
  const reason = 'Seerr does not reach TMDB, where titles are looked up.'
  const waiting = { is: 'waiting', on: 'TMDB', reason, mayHaveArrived: false, answered: true } as const
  if (!(await reachesTmdb(seerr, patience))) return waiting
  if (mediaType === 'movie') return { is: 'open', seasons: [] }
  if (seasons !== 'all') return { is: 'open', seasons: [...seasons] }
  return how.isKnown ? waiting : unknownTitle
}

const CLOCKS_MS = 10 * 60_000

/** The request that arrived although nobody said so: of that user, for the same, and of nobody else here. */
async function findOwn(seerr: Seerr, wanted: Wanted, how: SubmitHow, begunAt: Date): Promise<Request | null> {
  const by = how.as ?? OWNER
  const { items } = await listRequests(seerr, { take: 50, skip: 0, sort: 'added', requestedBy: by }, patienceOf(how))
  const { mediaType, tmdbId, is4k, seasons } = wanted
  const fitting = items.filter(
    (request) =>
      request.type === mediaType &&
      request.media.tmdbId === tmdbId &&
      request.is4k === is4k &&
      (mediaType === 'movie' ||
        seasons === 'all' ||
        request.seasons.some(({ seasonNumber }) => seasons.includes(seasonNumber))) &&
      // clocks differ; what is older was asked for before
      new Date(request.createdAt).getTime() >= begunAt.getTime() - CLOCKS_MS,
  )
  for (const request of fitting) if (!(await how.isTaken(request.id))) return request
  return null
}

/** A refusal with what a person wants to know about it. */
async function explained(seerr: Seerr, wanted: Wanted, outcome: Outcome, how: SubmitHow): Promise<Outcome> {
  if (outcome.is !== 'refused') return outcome
  if (outcome.code === 'QUOTA_EXCEEDED') return withQuota(seerr, wanted, outcome, how)
  if (outcome.code !== 'ALREADY_REQUESTED' && outcome.code !== 'NO_SEASONS_LEFT') return outcome
  const title = await readTitle(seerr, wanted, patienceOf(how)).catch(() => null)
  const again = title && leftToAsk(wanted, title, true)
  return again && again.is === 'refused' && again.code !== 'INVALID' ? again : outcome
}

const DAY_MS = 86_400_000

/** Seerr says that it is used up; how much that is and when it frees up is read beside it, where that goes well. */
async function withQuota(seerr: Seerr, { mediaType }: Wanted, refusal: Refusal, how: SubmitHow): Promise<Refusal> {
  const by = how.as ?? OWNER
  try {
    const [quota, { items }] = await Promise.all([
      readQuota(seerr, by, patienceOf(how)),
      listRequests(seerr, { take: 100, skip: 0, sort: 'added', requestedBy: by }, patienceOf(how)),
    ])
    const { limit, days, remaining } = quota?.[mediaType] ?? {}
    if (!limit) return refusal
    const what = `${mediaType === 'movie' ? 'film' : 'season'}${limit === 1 ? '' : 's'}`
    if (remaining) {
      const within = days ? ` in ${days} ${days === 1 ? 'day' : 'days'}` : ''
      const left = `${remaining} of them ${remaining === 1 ? 'is' : 'are'} left`
      return refused(refusal.code, `Seerr allows you ${limit} ${what}${within}, and ${left}: choose fewer seasons.`)
    }
    if (!days) return refused(refusal.code, `Seerr allows you ${limit} ${what}, and you have asked for as many.`)
    const counted = items
      .filter(({ type, status }) => type === mediaType && status !== 3)
      .flatMap(({ createdAt, seasons, type }) =>
        Array.from({ length: type === 'movie' ? 1 : seasons.length }, () => new Date(createdAt).getTime()),
      )
      .filter((time) => time >= Date.now() - days * DAY_MS)
      .sort((a, b) => a - b)
    const frees = counted[Math.max(0, counted.length - limit)]
    const when = frees === undefined ? '' : ` The next is free ${inDays(frees + days * DAY_MS, Date.now())}.`
    return refused(
      refusal.code,
      `Seerr allows you ${limit} ${what} in ${days} ${days === 1 ? 'day' : 'days'}, and you have asked for as many.${when}`,
    )
  } catch {
    return refusal
  }
}
