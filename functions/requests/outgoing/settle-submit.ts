import { sql, type Transaction } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import type { RequestMoved } from '../../../contracts/media-requests.ts'
import { OPEN_STATUSES } from '../../../contracts/media.ts'
import type { RequestTables } from '../domain.ts'
import type { Request } from '../seerr/shapes.ts'
import { advance, begin, type NewStep } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { decideObserved } from '../truth/decide-observed.ts'
import { seasonsOf } from '../truth/word.ts'
import type { Job } from './destination.ts'
import { type Outcome, type Refusal, refused, type Waiting } from './outcome.ts'
import { dequeue, isTooOften, keepWaiting } from './queue.ts'

type Tx = Transaction<RequestTables>
type Announce = (moved: InputOf<typeof RequestMoved>) => unknown
type Keyed = NewStep & { key: string }

const NOT_WAITING = { waiting_for: null, waiting_since: null, waiting_reason: null } as const

/**
 * Writes what came of handing a request on. Gives the refusal where there is one: whoever asks right now hears it, and
 * then there is no request; who was told that it waits finds it refused, with the reason.
 */
export async function settleSubmit(tx: Tx, job: Job, outcome: Outcome, announce: Announce): Promise<Refusal | null> {
  const row = await tx
    .selectFrom('request')
    .selectAll()
    .where('id', '=', job.request?.id ?? '')
    .forUpdate()
    .executeTakeFirst()
  if (!row) {
    await dequeue(tx, job.id)
    return null
  }
  const settled = await considered(tx, row, outcome)
  switch (settled.is) {
    case 'done':
      await dequeue(tx, job.id)
      await arrived(tx, row, job, settled.request, announce)
      return null
    case 'waiting': {
      const tries = await keepWaiting(tx, job.id, settled)
      if (isTooOften(tries, settled))
        return refuse(tx, row, job, refused('UPSTREAM_FAILED', `Seerr could not take it: ${settled.reason}`), announce)
      await wait(tx, row, settled, announce)
      return null
    }
    case 'gone':
    case 'nobody':
      return refuse(tx, row, job, refused('UPSTREAM_FAILED', 'Seerr would not take it.'), announce)
    default:
      return refuse(tx, row, job, settled, announce)
  }
}

/** While Seerr does not answer, what we know ourselves counts: nobody asks for the same twice. */
async function considered(tx: Tx, row: RequestRow, outcome: Outcome): Promise<Outcome> {
  if (outcome.is !== 'waiting' || outcome.mayHaveArrived || (await isAnnounced(tx, row))) return outcome
  const other = await openForTheSame(tx, row, OPEN_STATUSES)
  if (!other) return outcome
  return { ...refused('ALREADY_REQUESTED', 'This was asked for already.'), ...atSeerr(other) }
}

const atSeerr = ({ seerr_id: seerrId, seerr_user_id: by }: RequestRow): Pick<Refusal, 'existing'> =>
  seerrId === null ? {} : { existing: { seerrId, by } }

/** Another request for the same, or for all of the same seasons. No seasons are all of them. */
export async function openForTheSame(
  tx: Tx,
  wanted: Pick<RequestRow, 'id' | 'media_type' | 'media_id' | 'is4k' | 'seasons'>,
  statuses: readonly RequestRow['status'][],
): Promise<RequestRow | undefined> {
  const others = await tx
    .selectFrom('request')
    .selectAll()
    .where('media_type', '=', wanted.media_type)
    .where('media_id', '=', wanted.media_id)
    .where('is4k', '=', wanted.is4k)
    .where('id', '!=', wanted.id)
    .where('status', 'in', statuses)
    .orderBy('created_at')
    .execute()
  const covers = (other: RequestRow): boolean =>
    wanted.media_type !== 'tv' ||
    other.seasons.length === 0 ||
    (wanted.seasons.length > 0 && wanted.seasons.every((season) => other.seasons.includes(season)))
  return others.find(covers)
}

const isAnnounced = async (tx: Tx, { id }: RequestRow): Promise<boolean> =>
  (await tx
    .selectFrom('step')
    .select('key')
    .where('request_id', '=', id)
    .where('key', '=', 'asked')
    .executeTakeFirst()) !== undefined

const asked = (row: RequestRow): Keyed => ({
  step: 'asked',
  key: 'asked',
  at: row.created_at,
  source: 'portal',
  by: { userId: row.user_id, name: row.requested_by },
})

const approved = (row: RequestRow): Keyed => ({ ...asked(row), step: 'approved', key: 'approved' })

async function arrived(tx: Tx, row: RequestRow, job: Job, request: Request | undefined, announce: Announce) {
  const announced = await isAnnounced(tx, row)
  if (request) await merge(tx, row.id, request.id)
  const isTv = row.media_type === 'tv'
  const set = {
    ...NOT_WAITING,
    ...(request
      ? {
          seerr_id: request.id,
          seerr_user_id: request.requestedBy?.id ?? null,
          ...(isTv ? { seasons: seasonsOf(request) } : {}),
          ...(request.media.tvdbId ? { tvdb_id: request.media.tvdbId } : {}),
        }
      : {}),
  }
  const isBack = row.status !== 'waiting'
  const now = new Date()
  const sent: Keyed[] = announced && !isBack ? [{ step: 'sent', key: 'sent', at: now, source: 'portal' }] : []
  const beside = { steps: [{ step: 'asked' as const, key: 'asked', at: row.created_at }], outgoing: [] }
  const observed = request && { request, at: now, by: null, source: 'seerr' as const }
  // taken back or seen by others meanwhile: how it stands is for them to say
  const change =
    observed && !isBack
      ? decideObserved({ ...row, status: 'pending', seasons: set.seasons ?? [] }, observed, beside)
      : null
  // Lidarr is only told what is approved already
  const isApproved = row.media_type === 'music' && !isBack
  const status = isBack ? row.status : (change?.status ?? (isApproved ? 'processing' : 'pending'))
  const steps = [...sent, ...(isApproved ? [approved(row)] : []), ...((change?.steps ?? []) as Keyed[])]
  if (announced) {
    await advance(tx, row.id, () => ({ status, set: { ...change?.set, ...set }, steps }), announce)
    return
  }
  const fresh = await tx
    .updateTable('request')
    .set({
      ...change?.set,
      ...set,
      status,
      updated_at: sql`clock_timestamp()`,
      ...(steps.some(({ step }) => step === 'approved') ? { stage: 'approved' } : {}),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await begin(tx, fresh, [asked(fresh), ...steps], announce)
}

/** What the reading of Seerr made of it meanwhile becomes one with it; its steps stay. */
async function merge(tx: Tx, id: string, seerrId: number): Promise<void> {
  const twin = await tx
    .selectFrom('request')
    .select('id')
    .where('seerr_id', '=', seerrId)
    .where('id', '!=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!twin) return
  await sql`update step set request_id = ${id} where request_id = ${twin.id}
    and key not in (select key from step where request_id = ${id}) and key <> 'asked'`.execute(tx)
  await tx.updateTable('outgoing').set({ request_id: id }).where('request_id', '=', twin.id).execute()
  await sql`update rule_approval set request_id = ${id} where request_id = ${twin.id}
    and not exists (select from rule_approval where request_id = ${id})`.execute(tx)
  await tx.deleteFrom('request').where('id', '=', twin.id).execute()
}

async function wait(tx: Tx, row: RequestRow, { on, reason }: Waiting, announce: Announce): Promise<void> {
  if (row.status !== 'waiting') return
  const set = { waiting_for: on, waiting_since: row.waiting_since ?? new Date(), waiting_reason: reason }
  if (await isAnnounced(tx, row)) {
    await advance(tx, row.id, () => ({ set }), announce)
    return
  }
  const fresh = await tx
    .updateTable('request')
    .set(set)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await begin(tx, fresh, [asked(fresh)], announce)
}

async function refuse(tx: Tx, row: RequestRow, job: Job, refusal: Refusal, announce: Announce): Promise<Refusal> {
  await dequeue(tx, job.id)
  if (!(await isAnnounced(tx, row)) && row.seerr_id === null) {
    await tx.deleteFrom('request').where('id', '=', row.id).execute()
    return refusal
  }
  if (row.status !== 'waiting') return refusal
  const detail = { reason: refusal.message }
  const source = row.media_type === 'music' ? 'lidarr' : 'seerr'
  const step: NewStep = { step: 'refused', key: 'refused', at: new Date(), source, detail }
  const set = { ...NOT_WAITING, reason: refusal.message }
  await advance(tx, row.id, () => ({ status: 'refused', set, steps: [step] }), announce)
  return refusal
}

/** A request that waits for its turn, announced as such. */
export const beginWaiting = (tx: Tx, row: RequestRow, announce: Announce): Promise<void> =>
  begin(tx, row, [asked(row)], announce)
