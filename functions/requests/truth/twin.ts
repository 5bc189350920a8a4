import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { STAGES, type Stage } from '../../../contracts/media-requests.ts'
import type { RequestTables } from '../domain.ts'
import type { Request } from '../seerr/shapes.ts'
import { begin, type NewStep } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { decideObserved, type Observed } from './decide-observed.ts'
import { about, type Taken, type Taking } from './taking.ts'
import { seasonsOf } from './word.ts'

type Tx = Transaction<RequestTables>
type Keyed = NewStep & { key: string }

/** A request of Seerr's that nobody here asked for, announced with all that happened to it. */
export async function makeTwin(tx: Tx, request: Request, observed: Observed, taking: Taking): Promise<Taken> {
  const { draft, steps } = draftOf(request, observed, taking)
  const row = await tx
    .insertInto('request')
    .values(draft)
    .onConflict((oc) => oc.column('seerr_id').doNothing())
    .returningAll()
    .executeTakeFirst()
  // somebody else made it at this moment
  if (!row) return { is: 'stale', requestId: null }
  await begin(tx, row, steps, taking.announce)
  taking.drift({ ...about(row), field: 'unknown', ours: null, theirs: row.status })
  return { is: 'new', requestId: row.id }
}

/** Keeps very many at once, and tells nobody. Gives how many were new. */
export async function keepHistory(
  tx: Tx,
  requests: readonly Request[],
  taking: Omit<Taking, 'announce' | 'drift'>,
): Promise<number> {
  if (requests.length === 0) return 0
  const twins = requests.map((request) => {
    const by = taking.people.of(request.modifiedBy)
    return draftOf(request, { request, at: taking.at, by, source: taking.source }, taking)
  })
  const made = await tx
    .insertInto('request')
    .values(twins.map(({ draft }) => draft))
    .onConflict((oc) => oc.column('seerr_id').doNothing())
    .returning('id')
    .execute()
  const ids = new Set(made.map(({ id }) => id))
  const lines = twins
    .filter(({ draft }) => ids.has(draft.id))
    .flatMap(({ draft, steps }) =>
      steps.map(({ step, key, at, source, by, detail = {} }) => ({
        request_id: draft.id,
        key,
        step,
        at,
        by_user: by?.userId ?? null,
        by_name: by?.name ?? null,
        source,
        detail: JSON.stringify(detail),
      })),
    )
  if (lines.length > 0) await tx.insertInto('step').values(lines).execute()
  return made.length
}

function draftOf(
  request: Request,
  observed: Observed,
  { people, titles, source, at }: Omit<Taking, 'announce' | 'drift'>,
) {
  const asker = people.of(request.requestedBy)
  const createdAt = new Date(Math.min(new Date(request.createdAt).getTime() || at.getTime(), at.getTime()))
  const asked: Keyed = { step: 'asked', key: 'asked', at: createdAt, source, by: asker ?? undefined }
  const draft = {
    id: randomUUID(),
    seerr_id: request.id,
    media_type: request.type,
    media_id: String(request.media.tmdbId),
    tvdb_id: request.media.tvdbId ?? null,
    title: titles.get(`${request.type}-${request.media.tmdbId}`) ?? null,
    is4k: request.is4k,
    seasons: request.type === 'tv' ? seasonsOf(request) : [],
    user_id: asker?.userId ?? null,
    requested_by: asker?.name ?? null,
    seerr_user_id: request.requestedBy?.id ?? null,
    origin: 'seerr' as const,
    created_at: createdAt,
  }
  const change = decideObserved({ ...BLANK, ...draft } as RequestRow, observed, { steps: [asked], outgoing: [] })
  const steps = [asked, ...((change?.steps ?? []) as Keyed[])]
  const known = {
    status: change?.status ?? ('pending' as const),
    stage: furthest(steps),
    reason: change?.set?.reason ?? null,
    seen: change?.set?.seen ?? null,
    updated_at: sql<Date>`clock_timestamp()`,
  }
  return { draft: { ...draft, ...known }, steps }
}

/** A row that knows nothing yet, as the table would make it. */
const BLANK = { status: 'pending', stage: 'asked', version: '0', seen: null, reason: null, tvdb_id: null } as const

const furthest = (steps: readonly NewStep[]): Stage =>
  STAGES[Math.max(0, ...steps.map(({ step }) => STAGES.indexOf(step as Stage)))] ?? 'asked'
