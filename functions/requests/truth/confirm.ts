import type { Kysely, Transaction } from 'kysely'
import type { AnswerOf, DataOf, InputOf } from '../../../contracts/define.ts'
import { IssueMoved } from '../../../contracts/media-issues.ts'
import { RequestMoved, UpstreamTurned } from '../../../contracts/media-requests.ts'
import type { RequestAsked } from '../../../contracts/requests.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { GetStandings } from '../../../contracts/standing.ts'
import { RetryAfter } from '../../../bus/index.ts'
import type { RequestTables } from '../domain.ts'
import type { Seerr } from '../seerr/client.ts'
import { seerrOf } from '../seerr/connected.ts'
import { type Patience, readMovie, readTv } from '../seerr/media.ts'
import { noteDown, noteUp } from '../upstream.ts'
import { isDown } from './down.ts'
import { keepPeople, peopleOf } from './people.ts'
import { readAgain, type Reading } from './read-again.ts'
import { takeIn, takeOut } from './take-in.ts'
import { keepTitles, knownTitles, placeKey, readTitle } from './titles.ts'

/** What a function that hears of something declares, and what its run has. */
export const HEARING = { calls: [GetConnection, GetStandings], emits: [RequestMoved, UpstreamTurned] } as const
export const HEARING_ISSUES = { calls: [GetConnection, GetStandings], emits: [IssueMoved, UpstreamTurned] } as const

type Asked = typeof GetConnection | typeof GetStandings

export interface Hearing<Told extends typeof RequestMoved | typeof UpstreamTurned | typeof IssueMoved> {
  readonly db: Kysely<RequestTables>
  readonly signal: AbortSignal
  call<C extends Asked>(contract: C, input: InputOf<C>): Promise<AnswerOf<C>>
  open(sealed: string): string
  seal(text: string): string
  write<R>(work: (tx: Transaction<RequestTables>) => Promise<R>): Promise<R>
  emit<C extends Told>(contract: C, data: InputOf<C>): string
}

/** How soon a request is read again that changed here while it was read. */
const AGAIN_MS = 100
/** How soon after it was told something that is not settled yet. */
const SETTLING_MS = 1000

type Fact = Pick<DataOf<typeof RequestAsked>, 'requestId' | 'mediaType' | 'tmdbId'>

/**
 * A webhook says that there is news about a request: what it is, says Seerr's API alone. While Seerr does not answer
 * nothing is done; the next reconciling finds it.
 */
export async function confirmRequest(
  fact: Fact,
  ctx: Hearing<typeof RequestMoved | typeof UpstreamTurned>,
): Promise<void> {
  const seerr = await seerrOf(ctx)
  if (!seerr) return
  const patience = { signal: ctx.signal, timeoutMs: 4000 }
  let readings: Reading[]
  try {
    readings = []
    for (const id of await numbersOf(seerr, fact, patience)) readings.push(await readAgain(ctx.db, seerr, id, patience))
  } catch (error) {
    return await heardNothing(ctx, error)
  }
  const requests = readings.flatMap(({ request }) => request ?? [])
  const places = requests.map(({ type, media }) => ({ mediaType: type, tmdbId: media.tmdbId }))
  const known = await knownTitles(ctx.db, places)
  const unknown = places.filter((place) => !known.has(placeKey(place)))
  const found = (await Promise.all(unknown.map((place) => readTitle(seerr, place, patience)))).filter(
    (one) => one !== null,
  )
  for (const title of found) known.set(placeKey(title), title.title)
  const users = requests.flatMap(({ requestedBy, modifiedBy }) => [requestedBy, modifiedBy])
  const people = await peopleOf(ctx, users)
  await ctx.write(async (tx) => {
    await noteUp(tx, 'seerr', (turned) => ctx.emit(UpstreamTurned, turned))
    await keepPeople(tx, people)
    await keepTitles(tx, found)
    for (const { seerrId, at, request } of readings) {
      const announce = (moved: InputOf<typeof RequestMoved>) => ctx.emit(RequestMoved, moved)
      const taking = { people, titles: known, source: 'seerr' as const, at, announce, drift: () => undefined }
      const row = tx.selectFrom('request').selectAll().where('seerr_id', '=', seerrId)
      const mine = request ? undefined : await row.executeTakeFirst()
      const taken = request ? await takeIn(tx, request, taking) : mine && (await takeOut(tx, mine, taking))
      if (taken?.is === 'stale') throw new RetryAfter(AGAIN_MS, 'It changed here while it was read.')
      if (taken?.is === 'unclear') throw new RetryAfter(SETTLING_MS, 'It is being handed on again just now.')
    }
  })
}

/** That Seerr is away is noted; what it will not tell is left to the next reconciling. */
export async function heardNothing(ctx: Hearing<typeof UpstreamTurned>, error: unknown): Promise<void> {
  ctx.signal.throwIfAborted()
  if (!isDown(error)) {
    if ((error as Error).name !== 'OutsideError') throw error
    return
  }
  await ctx.write((tx) => noteDown(tx, 'seerr', error.message, (turned) => ctx.emit(UpstreamTurned, turned)))
}

/** Templates of others may leave the number out: then it is every request for the title. */
async function numbersOf(seerr: Seerr, fact: Fact, patience: Patience): Promise<number[]> {
  const { requestId, mediaType, tmdbId } = fact
  if (requestId !== null) return [requestId]
  if (mediaType === null || tmdbId === null) return []
  const title = await (mediaType === 'movie' ? readMovie : readTv)(seerr, tmdbId, patience)
  return title?.mediaInfo?.requests.map(({ id }) => id) ?? []
}
