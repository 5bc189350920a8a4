import type { Transaction } from 'kysely'
import type { RequestTables } from '../domain.ts'
import type { Request } from '../seerr/shapes.ts'
import { advance, type NewStep } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { decideObserved, type Observed } from './decide-observed.ts'
import { deciding } from './deciding.ts'
import type { Taken, Taking } from './taking.ts'
import { seasonsOf } from './word.ts'

type Tx = Transaction<RequestTables>

/** What we sent and did not hear back from: Seerr has it, so it is that one. */
export async function adopt(tx: Tx, request: Request, observed: Observed, taking: Taking): Promise<Taken | null> {
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
