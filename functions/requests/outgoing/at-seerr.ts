import type { Seerr } from '../seerr/client.ts'
import { connectionTo, NO_SEERR } from '../seerr/connected.ts'
import type { Patience } from '../seerr/media.ts'
import type { Movie, Tv, User } from '../seerr/shapes.ts'
import { Status } from '../seerr/shapes.ts'
import type { TitleFound } from '../truth/titles.ts'
import type { Destination, Errand, Job, Performed } from './destination.ts'
import { commentAtSeerr, openAtSeerr, turnIssueAtSeerr } from './issues-at-seerr.ts'
import { type Outcome, refused } from './outcome.ts'
import { matchPerson, standingOf, unmatched } from './people.ts'
import { submitAtSeerr } from './submit-at-seerr.ts'
import { decideAtSeerr, editAtSeerr, withdrawAtSeerr } from './turn-at-seerr.ts'
import { notThrough } from './words.ts'

export interface At {
  seerr: Seerr
  errand: Errand
  patience: Patience
  /** Its number of who acts; its owner when undefined. */
  as: number | undefined
}

type Perform = (job: Job, at: At) => Promise<Outcome & { title?: Movie | Tv }>

const PERFORM: Readonly<Record<Job['kind'], Perform>> = {
  submit,
  approve: decideAtSeerr('approve'),
  decline: decideAtSeerr('decline'),
  retry: decideAtSeerr('retry'),
  withdraw: withdrawAtSeerr,
  edit: editAtSeerr,
  'open-issue': openAtSeerr,
  'comment-issue': commentAtSeerr,
  'resolve-issue': turnIssueAtSeerr('resolved'),
  'reopen-issue': turnIssueAtSeerr('open'),
}

/** Films and series go to Seerr, as whoever asks. */
export const atSeerr: Destination = {
  service: 'Seerr',
  upstream: 'seerr',
  decides: 'there',
  absent: NO_SEERR.member,
  async connect(errand) {
    const connected = await connectionTo(errand)
    if (connected.is !== 'connected') return { missing: connected.is === 'off' ? NO_SEERR.off : NO_SEERR.admin }
    const { seerr } = connected
    return {
      perform: (job, patience) => perform(seerr, errand, job, patience),
      probe: (patience) => seerr.call('/status', { schema: Status, ...patience }),
    }
  },
}

async function perform(seerr: Seerr, errand: Errand, job: Job, patience: Patience): Promise<Performed> {
  let learned: User | null = null
  const tryAs = async (fresh: boolean): Promise<Outcome & { title?: Movie | Tv }> => {
    if (job.body.asOwner) return PERFORM[job.kind](job, { seerr, errand, patience, as: undefined })
    const person = await standingOf(errand, job.userId)
    const match = await matchPerson(errand, seerr, person, { fresh, ...patience }).catch((error: unknown) => {
      const waiting = notThrough(error, patience.signal, false)
      return { ...waiting, mayHaveArrived: job.begunAt !== null }
    })
    if (match.is === 'waiting') return match
    if (match.is === 'unreached')
      return { ...match, is: 'waiting', on: 'plex.tv', mayHaveArrived: job.begunAt !== null, answered: true }
    if (match.is === 'unknown') return refused('FORBIDDEN', unmatched(person?.role))
    if (match.learned) learned = match.learned
    return PERFORM[job.kind](job, { seerr, errand, patience, as: match.as })
  }
  let outcome = await tryAs(false)
  // who was kept may have been deleted there, or merged into another
  if (outcome.is === 'nobody' && !job.body.asOwner) outcome = await tryAs(true)
  const { title, ...rest } = outcome
  return {
    outcome: rest.is === 'nobody' ? keyRefused(job) : rest,
    title: title && titleFound(job, title),
    match: learned && job.userId ? { userId: job.userId, user: learned } : undefined,
  }
}

const keyRefused = ({ begunAt }: Job): Outcome => ({
  is: 'waiting',
  on: 'Seerr',
  reason: 'Seerr does not accept the API key that it was given.',
  mayHaveArrived: begunAt !== null,
  answered: false,
})

async function submit(job: Job, { seerr, errand, patience, as }: At): Promise<Outcome & { title?: Movie | Tv }> {
  const row = job.request
  if (!row || row.media_type === 'music') return { is: 'gone' }
  const { id, media_type: mediaType, media_id: mediaId, is4k } = row
  const known = await errand.db
    .selectFrom('media')
    .select('media_id')
    .where('media_type', '=', mediaType)
    .where('media_id', '=', mediaId)
    .executeTakeFirst()
  const isTaken = async (seerrId: number): Promise<boolean> => {
    const other = errand.db.selectFrom('request').select('origin').where('seerr_id', '=', seerrId).where('id', '!=', id)
    return (await other.executeTakeFirst())?.origin === 'portal'
  }
  const seasons = job.body.seasons ?? 'all'
  return submitAtSeerr(
    seerr,
    { mediaType, tmdbId: Number(mediaId), is4k, seasons: mediaType === 'tv' ? seasons : [] },
    {
      ...patience,
      as,
      begunAt: job.begunAt,
      onlyLook: row.status === 'withdrawn',
      isTaken,
      isKnown: known !== undefined,
    },
  )
}

function titleFound({ request }: Job, found: Movie | Tv): TitleFound | undefined {
  if (!request) return undefined
  return {
    mediaType: request.media_type as 'movie' | 'tv',
    tmdbId: found.id,
    title: 'title' in found ? found.title : found.name,
    releaseDate: ('title' in found ? found.releaseDate : found.firstAirDate) || null,
    overview: found.overview ?? null,
    poster: found.posterPath ?? null,
    backdrop: found.backdropPath ?? null,
    vote: found.voteAverage ?? null,
    genres: found.genres.map(({ name }) => name),
    tvdbId: found.externalIds?.tvdbId ?? found.mediaInfo?.tvdbId ?? null,
  }
}
