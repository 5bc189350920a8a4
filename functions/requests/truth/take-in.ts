import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import { type DriftFound, type RequestMoved, STAGES, type Stage } from '../../../contracts/media-requests.ts'
import type { RequestTables } from '../domain.ts'
import type { Request } from '../seerr/shapes.ts'
import { advance, begin, type NewStep } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { type Beside, decideGone, decideObserved, type Observed } from './decide-observed.ts'
import type { People } from './people.ts'
import { seasonsOf, wordOf } from './word.ts'

type Tx = Transaction<RequestTables>

/** What one reading works with. */
export interface Taking {
  people: People
  /** Titles by `movie-550`, as far as they are known. */
  titles: ReadonlyMap<string, string>
  source: Observed['source']
  /** When the reading began, by the clock of the database. */
  at: Date
  announce: (moved: InputOf<typeof RequestMoved>) => unknown
  /** Told what a reading found that nobody had told. */
  drift: (found: Drift) => unknown
}
export type Drift = Omit<InputOf<typeof DriftFound>, 'foundBy'>

/** `stale`: our row changed while it was read, so that it is to be read again. */
export type Taken = { is: 'same' | 'changed' | 'new' | 'stale'; requestId: string | null }

/** Takes in how a request stands at Seerr: finds our row, makes its twin or goes on with it. */
export async function takeIn(tx: Tx, request: Request, taking: Taking): Promise<Taken> {
  const { people, source } = taking
  const observed: Observed = { request, at: new Date(), by: people.of(request.modifiedBy), source }
  const row = await numbered(tx, request, taking)
  if (!row) return (await adopt(tx, request, observed, taking)) ?? (await makeTwin(tx, request, observed, taking))
  if (row.updated_at > taking.at) return { is: 'stale', requestId: row.id }
  const decide = await deciding(tx, row.id, (locked, beside) => decideObserved(locked, observed, beside))
  const after = await advance(tx, row.id, decide, taking.announce)
  if (!after || after.version === row.version) return { is: 'same', requestId: row.id }
  tellDrift(row, after, taking)
  return { is: 'changed', requestId: row.id }
}

/** Seerr has it no longer. */
export async function takeOut(tx: Tx, row: RequestRow, taking: Taking): Promise<Taken> {
  if (row.updated_at > taking.at) return { is: 'stale', requestId: row.id }
  const decide = await deciding(tx, row.id, (locked, beside) => decideGone(locked, new Date(), taking.source, beside))
  const after = await advance(tx, row.id, decide, taking.announce)
  if (!after || after.status === row.status) return { is: 'same', requestId: row.id }
  taking.drift({ ...about(row), field: 'gone', ours: row.status, theirs: null })
  return { is: 'changed', requestId: row.id }
}

/** The row stays locked from here on, so that what stands beside it is what is decided upon. */
async function deciding<C>(tx: Tx, id: string, decide: (row: RequestRow, beside: Beside) => C) {
  await tx.selectFrom('request').select('id').where('id', '=', id).forUpdate().execute()
  const steps = await tx.selectFrom('step').select(['step', 'key', 'at']).where('request_id', '=', id).execute()
  const waiting = await tx.selectFrom('outgoing').select('kind').where('request_id', '=', id).execute()
  return (row: RequestRow): C => decide(row, { steps, outgoing: waiting.map(({ kind }) => kind) })
}

async function numbered(tx: Tx, request: Request, taking: Taking): Promise<RequestRow | null> {
  const row = await tx
    .selectFrom('request')
    .selectAll()
    .where('seerr_id', '=', request.id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const isSame =
    row.media_type === request.type && row.media_id === String(request.media.tmdbId) && row.is4k === request.is4k
  if (isSame) return row
  // its numbers began anew, as they do when Seerr is installed again: what had this one is gone
  await takeOut(tx, row, taking)
  await tx.updateTable('request').set({ seerr_id: null }).where('id', '=', row.id).execute()
  return null
}

/** What we sent and did not hear back from: Seerr has it, so it is that one. */
async function adopt(tx: Tx, request: Request, observed: Observed, taking: Taking): Promise<Taken | null> {
  const seasons = seasonsOf(request)
  const asker = taking.people.of(request.requestedBy)
  const sent = await tx
    .selectFrom('request')
    .selectAll()
    .where('seerr_id', 'is', null)
    .where('send_begun_at', 'is not', null)
    .where('status', '=', 'waiting')
    .where('media_type', '=', request.type)
    .where('media_id', '=', String(request.media.tmdbId))
    .where('is4k', '=', request.is4k)
    .orderBy('created_at')
    .forUpdate()
    .execute()
  const by = request.requestedBy?.id
  const accounts = await accountsOf(tx, sent)
  const isTheirs = ({ user_id: userId }: RequestRow): boolean => {
    const account = accounts.get(userId ?? '')
    return account === undefined ? by === OWNER || (userId !== null && asker?.userId === userId) : account === by
  }
  const fits = (row: RequestRow): boolean =>
    request.type === 'movie' || row.seasons.length === 0 || seasons.some((one) => row.seasons.includes(one))
  const mine = sent.find((row) => isTheirs(row) && fits(row))
  if (!mine) return null
  await tx.deleteFrom('outgoing').where('request_id', '=', mine.id).where('kind', '=', 'submit').execute()
  const set = {
    seerr_id: request.id,
    seasons: request.type === 'tv' ? seasons : mine.seasons,
    seerr_user_id: by ?? null,
    title: mine.title ?? taking.titles.get(`${request.type}-${request.media.tmdbId}`) ?? null,
    waiting_for: null,
    waiting_since: null,
    waiting_reason: null,
  }
  const decide = await deciding(tx, mine.id, (row, beside) => {
    const isAnnounced = beside.steps.some(({ key }) => key === 'asked')
    const asked = { userId: row.user_id, name: row.requested_by }
    const first: NewStep = isAnnounced
      ? { step: 'sent', key: 'sent', at: taking.at, source: taking.source }
      : { step: 'asked', key: 'asked', at: row.created_at, source: 'portal', by: asked }
    const change = decideObserved({ ...row, status: 'pending', seasons: set.seasons }, observed, beside)
    return {
      status: change?.status ?? ('pending' as const),
      set: { ...change?.set, ...set },
      steps: [first, ...(change?.steps ?? [])],
    }
  })
  await advance(tx, mine.id, decide, taking.announce)
  return { is: 'changed', requestId: mine.id }
}

/** Users at Seerr by the ids of our people, as far as they are known. */
async function accountsOf(tx: Tx, rows: readonly RequestRow[]): Promise<Map<string, number>> {
  const ids = rows.flatMap(({ user_id: id }) => id ?? [])
  if (ids.length === 0) return new Map()
  const kept = await tx
    .selectFrom('seerr_user')
    .select(['user_id', 'seerr_user_id'])
    .where('user_id', 'in', ids)
    .execute()
  return new Map(kept.map(({ user_id: id, seerr_user_id: number }) => [id ?? '', number]))
}

/** Whoever asks without an account at Plex asks as the owner of Seerr. */
const OWNER = 1

async function makeTwin(tx: Tx, request: Request, observed: Observed, taking: Taking): Promise<Taken> {
  const { people, titles, source, at } = taking
  const asker = people.of(request.requestedBy)
  const createdAt = new Date(Math.min(new Date(request.createdAt).getTime() || at.getTime(), at.getTime()))
  const word = wordOf(request)
  const title = titles.get(`${request.type}-${request.media.tmdbId}`) ?? null
  const asked: NewStep & { key: string } = {
    step: 'asked',
    key: 'asked',
    at: createdAt,
    source,
    by: asker ?? undefined,
  }
  const draft = {
    id: randomUUID(),
    seerr_id: request.id,
    media_type: request.type,
    media_id: String(request.media.tmdbId),
    tvdb_id: request.media.tvdbId ?? null,
    title,
    is4k: request.is4k,
    seasons: request.type === 'tv' ? seasonsOf(request) : [],
    user_id: asker?.userId ?? null,
    requested_by: asker?.name ?? null,
    seerr_user_id: request.requestedBy?.id ?? null,
    origin: 'seerr' as const,
    created_at: createdAt,
  }
  const first = { ...BLANK, ...draft } as RequestRow
  const change = decideObserved(first, observed, { steps: [asked], outgoing: [] })
  const steps = [asked, ...((change?.steps ?? []) as (NewStep & { key: string })[])]
  const row = await tx
    .insertInto('request')
    .values({
      ...draft,
      status: change?.status ?? 'pending',
      stage: furthest(steps),
      reason: change?.set?.reason ?? null,
      seen: change?.set?.seen ?? null,
      updated_at: sql`clock_timestamp()`,
    })
    .onConflict((oc) => oc.column('seerr_id').doNothing())
    .returningAll()
    .executeTakeFirst()
  // somebody else made it at this moment
  if (!row) return { is: 'stale', requestId: null }
  await begin(tx, row, steps, taking.announce)
  taking.drift({ ...about(row), field: 'unknown', ours: null, theirs: word ?? row.status })
  return { is: 'new', requestId: row.id }
}

/** A row that knows nothing yet, as the table would make it. */
const BLANK = { status: 'pending', stage: 'asked', version: '0', seen: null, reason: null, tvdb_id: null } as const

const furthest = (steps: readonly NewStep[]): Stage =>
  STAGES[Math.max(0, ...steps.map(({ step }) => STAGES.indexOf(step as Stage)))] ?? 'asked'

const about = ({ id, seerr_id: seerrId, title }: RequestRow) => ({ requestId: id, seerrId, title })

function tellDrift(before: RequestRow, after: RequestRow, { drift }: Taking): void {
  if (before.status !== after.status && before.status !== 'waiting') {
    drift({ ...about(after), field: 'status', ours: before.status, theirs: after.status })
  }
  if (before.seasons.join() !== after.seasons.join() && before.status !== 'waiting') {
    drift({ ...about(after), field: 'seasons', ours: before.seasons.join(', '), theirs: after.seasons.join(', ') })
  }
}
