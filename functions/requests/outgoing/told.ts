import type { Kysely, Transaction } from 'kysely'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { IssueMoved } from '../../../contracts/media-issues.ts'
import type { MediaRequest, RequestMoved, UpstreamTurned } from '../../../contracts/media-requests.ts'
import { CurrentSettings } from '../../../contracts/settings.ts'
import type { GetConnection } from '../../../contracts/services.ts'
import type { GetStandings } from '../../../contracts/standing.ts'
import type { MessageMeta, Provided, StateStore } from '../../../bus/index.ts'
import type { RequestTables } from '../domain.ts'
import { remember } from '../media/titles.ts'
import { retryBudgetOf } from '../retry-budget.ts'
import { toRecord } from '../story/record.ts'
import type { RequestRow } from '../tables.ts'
import { keepTitles } from '../truth/titles.ts'
import { noteDown, noteUp } from '../upstream.ts'
import type { Destination, Errand, Performed } from './destination.ts'
import type { RefusalCode } from './outcome.ts'
import { keepMatch } from './people.ts'

type Tx = Transaction<RequestTables>

/** How long somebody who asks waits for Seerr; the edge waits 2 s in all. */
export const DIRECT_MS = 1500
/** How long one that waits in line may take. */
export const LINE_MS = 10_000

/** What the actions that carry out commands have in common. */
export interface Told {
  readonly meta: MessageMeta
  readonly signal: AbortSignal
  readonly db: Kysely<RequestTables>
  now(): Date
  call<C extends typeof GetConnection | typeof GetStandings>(contract: C, input: InputOf<C>): Promise<AnswerOf<C>>
  state(contract: typeof CurrentSettings): StateStore<typeof CurrentSettings>
  seal(text: string): string
  open(sealed: string): string
  provided<T>(place: Provided<T>): T
  write<R>(work: (tx: Tx) => Promise<R>): Promise<R>
  refuse(code: RefusalCode, message?: string, details?: Record<string, unknown>): never
}

export interface Announcing {
  readonly moved: (moved: InputOf<typeof RequestMoved>) => unknown
  readonly issue: (moved: InputOf<typeof IssueMoved>) => unknown
  readonly turned: (turned: InputOf<typeof UpstreamTurned>) => unknown
}

/** Whether somebody acts who may decide on everybody's requests: an admin, or the portal itself by a rule or a schedule. */
export const mayDecide = ({ role, actor }: MessageMeta): boolean =>
  role === 'admin' || actor === 'system' || actor.startsWith('function:')

export const errandOf = (ctx: Told): Errand => ({
  db: ctx.db,
  call: (contract, input) => ctx.call(contract, input),
  open: (sealed) => ctx.open(sealed),
})

/** Keeps what was learned while something was told: titles, who somebody is at Seerr, and whether it answers. */
export async function keepLearned(
  tx: Tx,
  at: Destination,
  performed: Performed,
  { turned }: Announcing,
): Promise<void> {
  const { outcome, title, album, match } = performed
  if (title) await keepTitles(tx, [title])
  if (album) await remember(tx, [album])
  if (match) await keepMatch(tx, match.userId, match.user)
  if (outcome.is === 'waiting' && !outcome.answered) await noteDown(tx, at.upstream, outcome.reason, turned)
  else await noteUp(tx, at.upstream, turned)
}

/** A request as whoever acts may see it. */
export async function shown(ctx: Told, row: RequestRow): Promise<MediaRequest> {
  const title = await ctx.db
    .selectFrom('media')
    .select(['title', 'artist', 'year', 'poster'])
    .where('media_type', '=', row.media_type)
    .where('media_id', '=', row.media_id)
    .executeTakeFirst()
  const { userId, role } = ctx.meta
  const viewer = { userId, role: mayDecide(ctx.meta) ? 'admin' : role } as const
  return toRecord(row, title, viewer, await retryBudgetOf(ctx.state(CurrentSettings)))
}

export const rowOf = async (db: Kysely<RequestTables> | Tx, id: string): Promise<RequestRow | undefined> =>
  db.selectFrom('request').selectAll().where('id', '=', id).executeTakeFirst()
