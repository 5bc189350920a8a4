import type { Transaction } from 'kysely'
import type { InputOf } from '../../contracts/define.ts'
import { IssueMoved } from '../../contracts/media-issues.ts'
import { RequestMoved, UpstreamTurned } from '../../contracts/media-requests.ts'
import { TurnRequest, type Turn } from '../../contracts/request-delivery.ts'
import { GetConnection } from '../../contracts/services.ts'
import { GetStandings } from '../../contracts/standing.ts'
import { defineFunction } from '../../bus/index.ts'
import { requests, type RequestTables } from './domain.ts'
import { type Body, DESTINATIONS, type Job } from './outgoing/destination.ts'
import { enqueue, lock, somethingWaits } from './outgoing/queue.ts'
import { settleTurn } from './outgoing/settle-turn.ts'
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
import { obstacle, TURN_RULES, turnKey, type Turning } from './outgoing/turns.ts'
import { advance } from './story/advance.ts'
import type { RequestRow } from './tables.ts'

type Input = InputOf<typeof TurnRequest>
type Tx = Transaction<RequestTables>

export default defineFunction({
  name: 'requests.turn',
  summary: 'Withdraws, changes, approves, declines or retries a request here and at Seerr.',
  domain: requests,
  acts: TurnRequest,
  emits: [RequestMoved, IssueMoved, UpstreamTurned],
  calls: [GetConnection, GetStandings],
  async run(input, ctx) {
    return turn(input, ctx, {
      moved: (moved) => ctx.emit(RequestMoved, moved),
      issue: (moved) => ctx.emit(IssueMoved, moved),
      turned: (turned) => ctx.emit(UpstreamTurned, turned),
    })
  },
})

async function turn(input: Input, ctx: Told, announcing: Announcing) {
  const { commandId, id } = input
  const begun = await ctx.write(async (tx) => {
    await lock(tx, `turn ${id}`)
    const row = await visible(tx, ctx, input)
    if (await isTold(tx, input)) return { row, job: null }
    const isAdmin = mayDecide(ctx.meta)
    const why = obstacle(input.turn, row, isAdmin)
    if (why !== null) return ctx.refuse('CONFLICT', why)
    const turning = await turningOf(tx, ctx, input)
    const destination = DESTINATIONS[row.media_type]
    const decidesHere = destination.decides === 'here'
    const isTaken = row.seerr_id !== null || (decidesHere && (input.turn === 'approve' || input.turn === 'retry'))
    if (!isTaken && (await beforeItLeft(tx, ctx, row, input, turning, announcing)))
      return { row: (await rowOf(tx, id)) ?? row, job: null }
    if (isTaken && (await isBeingDecided(tx, id)))
      return ctx.refuse('CONFLICT', 'Something else is being done about this request just now. Look at it again.')
    const direct = isTaken && !(await somethingWaits(tx, destination))
    const body: Body = {
      at: input.at,
      asOwner: isAdmin,
      ...(input.seasons ? { seasons: input.seasons } : {}),
    }
    const because = 'What was told before goes first.'
    await enqueue(
      tx,
      {
        id: commandId,
        kind: input.turn,
        userId: ctx.meta.userId,
        body: ctx.seal(JSON.stringify(body)),
        requestId: id,
        since: new Date(input.at),
      },
      direct,
      because,
    )
    if (!direct) {
      await advance(tx, id, (locked) => TURN_RULES[input.turn].becomes(locked, turning), announcing.moved)
      const waits = { waiting_for: destination.service, waiting_since: new Date(), waiting_reason: because }
      await advance(tx, id, ({ status }) => (status === 'withdrawn' ? null : { set: waits }), announcing.moved)
      return { row: (await rowOf(tx, id)) ?? row, job: null }
    }
    const job = {
      id: commandId,
      kind: input.turn,
      userId: ctx.meta.userId,
      body,
      request: row,
      issue: null,
      begunAt: null,
    }
    return { row, job: job satisfies Job, turning, destination }
  })
  if (!begun.job) return shown(ctx, begun.row)
  const { job, turning, destination } = begun
  const link = await destination.connect(errandOf(ctx))
  const performed =
    'missing' in link
      ? { outcome: disconnected(destination.service, link.missing) }
      : await link.perform(job, { signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(DIRECT_MS)]) })
  const refusal = await ctx.write(async (tx) => {
    if (!('missing' in link)) await keepLearned(tx, destination, performed, announcing)
    return settleTurn(tx, job, performed.outcome, turning, announcing.moved)
  })
  if (refusal) return ctx.refuse(refusal.code, refusal.message)
  return shown(ctx, (await rowOf(ctx.db, id)) ?? begun.row)
}

const disconnected = (on: 'Seerr' | 'Lidarr', reason: string) =>
  ({ is: 'waiting', on, reason, mayHaveArrived: false, answered: false }) as const

/** Of somebody else it is not there, but for admins and rules. */
async function visible(tx: Tx, ctx: Told, { id, turn: what }: Input): Promise<RequestRow> {
  const row = await tx.selectFrom('request').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  const isAdmin = mayDecide(ctx.meta)
  const mine = row !== undefined && row.user_id !== null && row.user_id === ctx.meta.userId
  if (!row || (!mine && !isAdmin)) return ctx.refuse('NOT_FOUND')
  if (!isAdmin && !TURN_RULES[what].own) return ctx.refuse('FORBIDDEN')
  return row
}

/** It was carried out, or is under way. */
async function isTold(tx: Tx, { id, turn: what, commandId }: Input): Promise<boolean> {
  const step = tx
    .selectFrom('step')
    .select('key')
    .where('request_id', '=', id)
    .where('key', '=', turnKey(what, commandId))
  const outgoing = tx.selectFrom('outgoing').select('id').where('id', '=', commandId)
  return Boolean((await step.executeTakeFirst()) ?? (await outgoing.executeTakeFirst()))
}

const isBeingDecided = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.selectFrom('outgoing').select('id').where('request_id', '=', id).limit(1).executeTakeFirst()) !== undefined

async function turningOf(tx: Tx, ctx: Told, input: Input): Promise<Turning> {
  const { userId, username, actor } = ctx.meta
  const at = new Date(input.at)
  const by = userId === null ? undefined : { userId, name: username }
  const rule = actor.startsWith('function:') && input.turn === 'approve' ? await ruleOf(tx, input.id) : undefined
  return { commandId: input.commandId, at, by, seasons: input.seasons, reason: input.reason, rule }
}

const ruleOf = async (tx: Tx, id: string): Promise<string | undefined> =>
  (
    await tx
      .selectFrom('rule_approval')
      .innerJoin('approval_rule', 'approval_rule.id', 'rule_approval.rule_id')
      .select('approval_rule.name')
      .where('rule_approval.request_id', '=', id)
      .executeTakeFirst()
  )?.name

/** What nobody at Seerr heard of yet is changed or taken back here. False when it may be on its way. */
async function beforeItLeft(
  tx: Tx,
  ctx: Told,
  row: RequestRow,
  { turn: what, seasons }: Input,
  turning: Turning,
  { moved }: Announcing,
): Promise<boolean> {
  const submit = await tx
    .selectFrom('outgoing')
    .selectAll()
    .where('request_id', '=', row.id)
    .where('kind', '=', 'submit')
    .forUpdate()
    .executeTakeFirst()
  if (submit && submit.begun_at !== null) return false
  if ((submit || row.media_type === 'music') && what === ('withdraw' satisfies Turn))
    await tx.deleteFrom('outgoing').where('request_id', '=', row.id).execute()
  if (submit && what === 'edit') {
    const body = { ...(JSON.parse(ctx.open(submit.body)) as Body), seasons }
    await tx
      .updateTable('outgoing')
      .set({ body: ctx.seal(JSON.stringify(body)) })
      .where('id', '=', submit.id)
      .execute()
  }
  await advance(tx, row.id, (locked) => TURN_RULES[what].becomes(locked, turning), moved)
  return true
}
