import type { Kysely, Transaction } from 'kysely'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { IssueMoved } from '../../../contracts/media-issues.ts'
import type { DriftFound, RequestMoved, UpstreamTurned } from '../../../contracts/media-requests.ts'
import type { GetConnection } from '../../../contracts/services.ts'
import type { GetStandings } from '../../../contracts/standing.ts'
import type { RequestTables } from '../domain.ts'
import type { Seerr } from '../seerr/client.ts'
import type { RequestRow } from '../tables.ts'
import { inParallel } from './in-parallel.ts'
import { keepPeople, peopleOf } from './people.ts'
import { readAgain, type Reading } from './read-again.ts'
import { takeIn, takeOut } from './take-in.ts'
import type { Drift, Taking } from './taking.ts'
import { keepHistory } from './twin.ts'
import { keepTitles, knownTitles, placeKey, readTitle } from './titles.ts'
import { seasonsOf, wordOf } from './word.ts'

type Asked = typeof GetConnection | typeof GetStandings
type Told = typeof RequestMoved | typeof DriftFound | typeof UpstreamTurned | typeof IssueMoved
type Tx = Transaction<RequestTables>

/** The run of an action, which may write page by page. */
export interface Context {
  readonly db: Kysely<RequestTables>
  readonly signal: AbortSignal
  call<C extends Asked>(contract: C, input: InputOf<C>): Promise<AnswerOf<C>>
  open(sealed: string): string
  seal(text: string): string
  write<R>(work: (tx: Tx) => Promise<R>): Promise<R>
  emit<C extends Told>(contract: C, data: InputOf<C>): string
}

/** One reconciling at work. */
export interface Reader {
  ctx: Context
  seerr: Seerr
  foundBy: InputOf<typeof DriftFound>['foundBy']
  announce: (moved: InputOf<typeof RequestMoved>) => unknown
  tellDrift: (drift: InputOf<typeof DriftFound>) => unknown
  /** No more calls are begun after it. */
  isOver: () => boolean
  /** Titles that may still be asked for. */
  titlesLeft: number
  read: number
  changed: number
  /** Numbers that were looked at in this run. */
  seen: Set<number>
}

/** So many calls go to Seerr at once. */
export const AT_ONCE = 4
/** How long one try of ours may take. */
export const PATIENCE_MS = 8000
const TRIES = 3
/** What is so old when it is first seen is history: it is kept, and nobody is told. */
const HISTORY_MS = 86_400_000
/** When all is read for the first time, nearly everything is. */
const JUST_NOW_MS = 60_000

/** Takes in a page of readings in one commit; what changed here meanwhile is read again one by one. */
export async function takeInAll(reader: Reader, given: readonly Reading[], isFirst = false): Promise<void> {
  let left = given
  for (let tries = 0; left.length > 0; tries += 1) {
    const stale = await takeInOnce(reader, left, isFirst)
    if (stale.length === 0 || tries === TRIES) return
    left = await again(reader, stale)
  }
}

export const again = (reader: Reader, ids: readonly number[]): Promise<Reading[]> => {
  const { ctx, seerr } = reader
  const patience = { signal: ctx.signal, timeoutMs: PATIENCE_MS }
  return inParallel(ids, AT_ONCE, (id) => readAgain(ctx.db, seerr, id, patience))
}

async function takeInOnce(reader: Reader, readings: readonly Reading[], isFirst: boolean): Promise<number[]> {
  const { ctx } = reader
  const requests = readings.flatMap(({ request }) => request ?? [])
  const { known, found } = await titlesOf(reader, requests, isFirst)
  const people = await peopleOf(
    ctx,
    requests.flatMap(({ requestedBy, modifiedBy }) => [requestedBy, modifiedBy]),
  )
  const sorted = readings.toSorted((a, b) => a.seerrId - b.seerrId)
  return await ctx.write(async (tx) => {
    await keepPeople(tx, people)
    await keepTitles(tx, found)
    const stale: number[] = []
    const drifts: Drift[] = []
    const ours = await rowsOf(tx, sorted)
    const told = { people, titles: known, source: 'reconcile' as const }
    const history = sorted.filter((reading) => !ours.has(reading.seerrId) && isHistory(reading, isFirst))
    const old = history.flatMap(({ request }) => request ?? [])
    const at = history[0]?.at
    if (at) reader.changed += await keepHistory(tx, old, { ...told, at })
    for (const reading of sorted.filter((one) => !history.includes(one))) {
      const { seerrId, request } = reading
      const mine = ours.get(seerrId)
      const taking: Taking = {
        ...told,
        at: reading.at,
        announce: reader.announce,
        drift: (drift) => drifts.push(drift),
      }
      const taken = request ? await takeIn(tx, request, taking) : mine && (await takeOut(tx, mine, taking))
      if (taken?.is === 'stale') stale.push(seerrId)
      if (taken?.is === 'new' || taken?.is === 'changed') reader.changed += 1
    }
    await tellDrifts(tx, reader, drifts)
    return stale
  })
}

async function rowsOf(tx: Tx, readings: readonly Reading[]): Promise<Map<number, RequestRow>> {
  const numbers = readings.map(({ seerrId }) => seerrId)
  const rows = await tx.selectFrom('request').selectAll().where('seerr_id', 'in', numbers).execute()
  return new Map(rows.flatMap((row) => (row.seerr_id === null ? [] : [[row.seerr_id, row] as const])))
}

const isHistory = ({ request, at }: Reading, isFirst: boolean): boolean =>
  request !== null && at.getTime() - Date.parse(request.createdAt) > (isFirst ? JUST_NOW_MS : HISTORY_MS)

/** Announces what was found, but for what a webhook said, whose own reading comes a moment later. */
export async function tellDrifts(tx: Tx, reader: Reader, drifts: readonly Drift[]): Promise<void> {
  for (const drift of drifts) if (!(await wasTold(tx, drift))) reader.tellDrift({ ...drift, foundBy: reader.foundBy })
}

/** What the last webhook about a request or an issue said, as a status. */
const TOLD: Record<string, string> = {
  asked: 'pending',
  approved: 'processing',
  declined: 'declined',
  failed: 'failed',
  opened: 'open',
  reopened: 'open',
  resolved: 'resolved',
}

async function wasTold(tx: Tx, { seerrId, field, theirs }: Drift): Promise<boolean> {
  if (seerrId === null || (field !== 'status' && field !== 'unknown' && field !== 'issue')) return false
  const [ref, lane] = field === 'issue' ? [`issue-${seerrId}`, 'issue'] : [`seerr-${seerrId}`, 'request']
  const state = tx.selectFrom('request_state').select('word').where('lane', '=', `${ref} ${lane}`)
  const { word = '' } = (await state.where('ref', '=', ref).executeTakeFirst()) ?? {}
  const [name = '', more = ''] = word.split(' ')
  const told = name === 'available' ? (more === 'partial=true' ? 'partial' : 'available') : TOLD[name]
  return told === theirs
}

async function titlesOf(
  reader: Reader,
  requests: readonly { type: 'movie' | 'tv'; media: { tmdbId: number } }[],
  isFirst: boolean,
) {
  const { ctx, seerr } = reader
  const places = [
    ...new Map(
      requests.map(({ type: mediaType, media: { tmdbId } }) => [`${mediaType}-${tmdbId}`, { mediaType, tmdbId }]),
    ).values(),
  ]
  const known = await knownTitles(ctx.db, places)
  // history is named later, a few titles in each run
  const wanted = isFirst ? [] : places.filter((place) => !known.has(placeKey(place))).slice(0, reader.titlesLeft)
  reader.titlesLeft -= wanted.length
  const patience = { signal: ctx.signal, timeoutMs: PATIENCE_MS }
  const read = await inParallel(wanted, AT_ONCE, (place) => readTitle(seerr, place, patience))
  const found = read.filter((one) => one !== null)
  for (const title of found) known.set(placeKey(title), title.title)
  return { known, found }
}

type Listed = NonNullable<Reading['request']>

/** Looks at a page of a list: what differs from what was seen is taken in, and read by itself where a list tells too little. */
export async function takeInPage(reader: Reader, items: readonly Listed[], at: Date, isFirst = false): Promise<void> {
  reader.read += items.length
  for (const { id } of items) reader.seen.add(id)
  if (items.length === 0) return
  const rows = await reader.ctx.db
    .selectFrom('request')
    .select(['seerr_id', 'seen', 'media_type', 'media_id', 'is4k', 'status', 'seasons'])
    .where(
      'seerr_id',
      'in',
      items.map(({ id }) => id),
    )
    .execute()
  const byNumber = new Map(rows.map((row) => [row.seerr_id, row]))
  const differing = items.filter((item) => differs(item, byNumber.get(item.id)))
  // lists do not say which seasons are there
  const [bare, whole] = [differing.filter(needsSeasons), differing.filter((item) => !needsSeasons(item))]
  const readings = whole.map((request): Reading => ({ seerrId: request.id, at, request }))
  await takeInAll(reader, readings, isFirst)
  await takeInAll(
    reader,
    await again(
      reader,
      bare.map(({ id }) => id),
    ),
    isFirst,
  )
}

const HERE = [4, 5, 7]
const needsSeasons = ({ type, is4k, media, status }: Listed): boolean =>
  type === 'tv' && status !== 1 && status !== 3 && HERE.includes(is4k ? media.status4k : media.status)

type Known = Pick<RequestRow, 'seen' | 'media_type' | 'media_id' | 'is4k' | 'status' | 'seasons'>

function differs(item: Listed, row: Known | undefined): boolean {
  const seen = row?.seen?.['seerr'] as { word?: string; updatedAt?: string } | undefined
  if (!row || !seen || seen.updatedAt !== item.updatedAt) return true
  if (row.media_type !== item.type || row.media_id !== String(item.media.tmdbId) || row.is4k !== item.is4k) return true
  // other seasons leave the time of a request as it was
  if (item.seasons.length > 0 && seasonsOf(item).join() !== row.seasons.toSorted((a, b) => a - b).join()) return true
  if (needsSeasons(item)) return seen.word !== 'available'
  return wordOf(item) !== seen.word
}
