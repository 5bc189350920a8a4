import { sql, type Transaction } from 'kysely'
import type { InputOf } from '../../contracts/define.ts'
import { IssueMoved } from '../../contracts/media-issues.ts'
import { RequestMoved, UpstreamTurned } from '../../contracts/media-requests.ts'
import { OPEN_STATUSES } from '../../contracts/media.ts'
import { PlaceRequest } from '../../contracts/request-delivery.ts'
import { GetConnection } from '../../contracts/services.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import { GetStandings } from '../../contracts/standing.ts'
import { defineFunction, derivedId } from '../../bus/index.ts'
import { requests, type RequestTables } from './domain.ts'
import { remember } from './media/titles.ts'
import { beforeAsking } from './music/before-asking.ts'
import { type Body, DESTINATIONS, type Job } from './outgoing/destination.ts'
import { type Refusal } from './outgoing/outcome.ts'
import { standingOf } from './outgoing/people.ts'
import { enqueue, lock, somethingWaits } from './outgoing/queue.ts'
import { beginWaiting, openForTheSame, settleSubmit } from './outgoing/settle-submit.ts'
import {
  type Announcing,
  DIRECT_MS,
  errandOf,
  keepLearned,
  mayDecide,
  rowOf,
  shown,
  type Told,
} from './outgoing/told.ts'
import { inDays } from './outgoing/when.ts'
import { freeAgainAt, limitOf, QUOTA_DAYS, usedBy } from './quota/count.ts'
import type { RequestRow } from './tables.ts'

type Input = InputOf<typeof PlaceRequest>
type Tx = Transaction<RequestTables>

export default defineFunction({
  name: 'requests.place',
  summary: 'Stores what somebody asks for, tells Seerr at once unless older things wait, and says how it stands.',
  domain: requests,
  acts: PlaceRequest,
  emits: [RequestMoved, IssueMoved, UpstreamTurned],
  calls: [GetConnection, GetStandings],
  async run(input, ctx) {
    const announcing: Announcing = {
      moved: (moved) => ctx.emit(RequestMoved, moved),
      issue: (moved) => ctx.emit(IssueMoved, moved),
      turned: (turned) => ctx.emit(UpstreamTurned, turned),
    }
    return place(input, ctx, announcing)
  },
})

async function place(input: Input, ctx: Told, announcing: Announcing) {
  const mediaId = input.mediaType === 'music' ? input.mbid : input.tmdbId
  if (mediaId === undefined)
    return ctx.refuse(
      'INVALID',
      input.mediaType === 'music' ? 'Say which album, by `mbid`.' : 'Say which title, by `tmdbId`.',
    )
  const destination = DESTINATIONS[input.mediaType]
  const link = await destination.connect(errandOf(ctx))
  if ('missing' in link) return ctx.refuse('CONFLICT', ctx.meta.role === 'admin' ? link.missing : destination.absent)
  const { userId, role, username } = ctx.meta
  const [standing, current] = await Promise.all([standingOf(ctx, userId), ctx.state(CurrentSettings).get('current')])
  const settings = current?.values ?? Settings.parse({})
  const limit = limitOf(standing?.quotas.requestsPerWeek ?? null, standing?.role ?? role, settings)
  const id = derivedId('requests.place', input.commandId)
  const decidesHere = destination.decides === 'here'
  const album = decidesHere && !(await rowOf(ctx.db, id)) ? await beforeAsking(ctx, String(mediaId)) : null
  if (album?.refusal) return refuse(ctx, album.refusal)
  const who = {
    user_id: userId,
    requested_by: username ?? standing?.username ?? (ctx.meta.actor === 'operator' ? 'The operator' : null),
    origin: 'portal',
    created_at: new Date(input.at),
  } as const
  const begun = await ctx.write(async (tx) => {
    await lock(tx, `${input.mediaType} ${mediaId}`)
    const known = await rowOf(tx, id)
    if (known) return { row: known, job: null }
    if (userId !== null) await lock(tx, `person ${userId}`)
    const seasons = input.mediaType === 'tv' && Array.isArray(input.seasons) ? [...new Set(input.seasons)] : []
    const draft = {
      id,
      media_type: input.mediaType,
      media_id: String(mediaId),
      is4k: input.is4k ?? false,
      seasons: seasons.sort((a, b) => a - b),
    }
    // what else stands in the way is for Seerr to say
    const other = await openForTheSame(tx, draft, decidesHere ? OPEN_STATUSES : ['waiting'])
    if (other) return refuseTwice(ctx, other)
    if (userId !== null && limit !== null) await refuseBeyond(tx, ctx, userId, limit)
    if (album?.title) await remember(tx, [album.title])
    if (decidesHere && !mayDecide(ctx.meta)) {
      const row = await tx
        .insertInto('request')
        .values({ ...draft, ...who, title: await titleOf(tx, draft), status: 'pending' })
        .returningAll()
        .executeTakeFirstOrThrow()
      await beginWaiting(tx, row, announcing.moved)
      return { row, job: null }
    }
    const direct = !(await somethingWaits(tx, destination))
    const because = direct ? null : await whyItWaits(tx, destination.upstream)
    const body: Body = { at: input.at, ...(input.mediaType === 'tv' ? { seasons: input.seasons ?? 'all' } : {}) }
    const title = await titleOf(tx, draft)
    const row = await tx
      .insertInto('request')
      .values({
        ...draft,
        title,
        status: 'waiting',
        ...who,
        send_begun_at: direct ? sql`clock_timestamp()` : null,
        ...(because === null
          ? {}
          : { waiting_for: destination.service, waiting_since: new Date(), waiting_reason: because }),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const sealed = ctx.seal(JSON.stringify(body))
    await enqueue(
      tx,
      { id: input.commandId, kind: 'submit', userId, body: sealed, requestId: id, since: new Date(input.at) },
      direct,
      because ?? '',
    )
    if (!direct) await beginWaiting(tx, row, announcing.moved)
    const job: Job = { id: input.commandId, kind: 'submit', userId, body, request: row, issue: null, begunAt: null }
    return { row, job: direct ? job : null }
  })
  const { job } = begun
  if (!job) return shown(ctx, begun.row)
  const patience = AbortSignal.any([ctx.signal, AbortSignal.timeout(DIRECT_MS)])
  const performed = await link.perform(job, { signal: patience })
  const refusal = await ctx.write(async (tx) => {
    await keepLearned(tx, destination, performed, announcing)
    const title = performed.title ?? performed.album
    if (title) await tx.updateTable('request').set({ title: title.title }).where('id', '=', id).execute()
    return settleSubmit(tx, job, performed.outcome, announcing.moved)
  })
  if (refusal) return refuse(ctx, refusal)
  const row = await rowOf(ctx.db, id)
  return row ? shown(ctx, row) : ctx.refuse('CONFLICT')
}

const titleOf = async (tx: Tx, { media_type: type, media_id: id }: Pick<RequestRow, 'media_type' | 'media_id'>) =>
  (
    await tx
      .selectFrom('media')
      .select('title')
      .where('media_type', '=', type)
      .where('media_id', '=', id)
      .executeTakeFirst()
  )?.title ?? null

const whyItWaits = async (tx: Tx, upstream: string): Promise<string> =>
  (await tx.selectFrom('upstream').select('message').where('name', '=', upstream).executeTakeFirst())?.message ??
  'What was asked for before goes first.'

async function refuseBeyond(tx: Tx, ctx: Told, userId: string, limit: number): Promise<void> {
  const now = ctx.now()
  const used = await usedBy(tx, userId, now)
  if (used.length < limit) return
  const free = freeAgainAt(used, limit)
  const lead =
    limit === 0
      ? 'You may not ask for anything here.'
      : `You may ask for ${limit} ${limit === 1 ? 'title' : 'titles'} in ${QUOTA_DAYS} days, and you have.`
  const when = free ? ` The next is free ${inDays(free.getTime(), now.getTime())}.` : ''
  ctx.refuse('QUOTA_EXCEEDED', `${lead}${when}`, {
    limit,
    used: used.length,
    days: QUOTA_DAYS,
    freeAt: free?.toISOString() ?? null,
    by: 'portal',
  })
}

/** Says whose it is as far as the person may know. */
function refuseTwice(ctx: Told, other: RequestRow): never {
  const mine = other.user_id !== null && other.user_id === ctx.meta.userId
  if (mine) return ctx.refuse('ALREADY_REQUESTED', 'You asked for this already.', { requestId: other.id })
  if (!mayDecide(ctx.meta)) return ctx.refuse('ALREADY_REQUESTED', 'Somebody else asked for this already.')
  const who = other.requested_by ?? 'Somebody else'
  return ctx.refuse('ALREADY_REQUESTED', `${who} asked for this already.`, { requestId: other.id })
}

async function refuse(ctx: Told, { code, message, existing }: Refusal): Promise<never> {
  if (code !== 'ALREADY_REQUESTED' || !existing)
    return ctx.refuse(code, message, code === 'QUOTA_EXCEEDED' ? { by: 'Seerr' } : undefined)
  const other = await ctx.db
    .selectFrom('request')
    .selectAll()
    .where('seerr_id', '=', existing.seerrId)
    .executeTakeFirst()
  if (other) return refuseTwice(ctx, other)
  const kept = ctx.db
    .selectFrom('seerr_user')
    .select('user_id')
    .where('seerr_user_id', '=', existing.by ?? -1)
  const mine = (await kept.executeTakeFirst())?.user_id === ctx.meta.userId && ctx.meta.userId !== null
  return ctx.refuse(code, mine ? 'You asked for this already.' : 'Somebody else asked for this already.')
}
