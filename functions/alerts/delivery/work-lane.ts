import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql, type Transaction } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import { DeliveryGivenUp } from '../../../contracts/channels.ts'
import { NoticeLeft } from '../../../contracts/notices.ts'
import type { AlertTables } from '../domain.ts'
import { leaveNotices } from '../notices/leave.ts'
import { type ClaimedLane, holdLane, releaseLane } from './claim.ts'
import { single, summary } from './message.ts'
import { plan } from './plan.ts'
import { dropWaiting, recordFailed, recordSent } from './record.ts'
import type { DeliveryRules } from './rules.ts'
import type { DeliveryRow } from './tables.ts'
import { destinationOf, type Sender, toFailed } from './transmit.ts'

type Announced = typeof DeliveryGivenUp | typeof NoticeLeft

/** What working a lane needs of the function that does it. */
export interface Worker extends Sender {
  /** Whether the run comes to its end: what is still due is left to the next. */
  isOver(): boolean
  write<R>(work: (tx: Transaction<AlertTables>) => Promise<R>): Promise<R>
  emit<C extends Announced>(contract: C, data: InputOf<C>): string
}

/** Rows that are looked at together. */
const AT_ONCE = 5000

/** Lanes whose last message is sent but not written down yet: nobody in this process takes them up meanwhile. */
export const busyLanes = new Set<string>()

export interface Worked {
  sent: number
  failed: number
}

/**
 * Sends what is due in a lane that was claimed, in order, until nothing is due, something fails, or the lane was lost,
 * and lets go of it.
 *
 * Which rows a message consists of is written down before it is sent, and what came of it after: a process that ends
 * between the two leaves a message that is sent again, as it was and under the same id, by whoever takes up the lane when
 * the claim runs out. So every message arrives at least once, and a receiver that remembers ids sees it once.
 */
export async function workLane(worker: Worker, lane: ClaimedLane, rules: DeliveryRules): Promise<Worked> {
  const worked: Worked = { sent: 0, failed: 0 }
  try {
    while (!worker.isOver() && (await step(worker, lane, rules, worked)));
  } finally {
    await worker
      .write((tx) => releaseLane(tx, lane))
      .catch((error: unknown) => {
        worker.log.warn({ err: error, lane: lane.id }, 'A lane could not be let go of; its claim runs out by itself.')
      })
  }
  return worked
}

/** One message. False when the lane is to be left. */
async function step(worker: Worker, lane: ClaimedLane, rules: DeliveryRules, worked: Worked): Promise<boolean> {
  const now = rules.now()
  const rows = await worker.db
    .selectFrom('delivery')
    .selectAll()
    .where('lane', '=', lane.id)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy('position')
    .limit(AT_ONCE)
    .execute()
  if (rows.length === 0) return false
  if (lane.method === 'page') {
    await leaveOnPage(worker, lane, rows, now)
    worked.sent += rows.length
    return rows.length === AT_ONCE
  }
  const next = plan(rows, now, rules)
  if ('wait' in next) return false
  const send = await destinationOf(worker, lane, rules)
  if (!send) {
    await worker.write((tx) => dropWaiting(tx, lane.id))
    return false
  }
  const id = next.id ?? (next.send.length === 1 ? next.send[0]!.id : randomUUID())
  if (!(await pin(worker, lane, next.send, id, rules))) return false
  const zone = await zoneOf(worker, lane)
  const { portalUrl } = rules
  const message =
    next.send.length === 1
      ? single(id, next.send[0]!, { portalUrl, zone })
      : summary(id, next.send, { portalUrl, zone, now: rules.now() })
  const result = await send(message).then(
    (note) => ({ note: note ?? undefined }),
    (error: unknown) => ({ error }),
  )
  return record(worker, lane, next.send, result, rules, worked)
}

/** The page is a table of ours: being told and having been told are one commit. */
async function leaveOnPage(worker: Worker, lane: ClaimedLane, rows: readonly DeliveryRow[], now: Date): Promise<void> {
  await worker.write(async (tx) => {
    const person = await tx.selectFrom('person').select('enabled').where('user_id', '=', lane.target).executeTakeFirst()
    if (!person?.enabled) return dropWaiting(tx, lane.id)
    if (!(await holdLane(tx, lane, lane.claimed_until ?? now))) return
    const last = new Map(rows.map((row) => [row.alert_id, row]))
    const notices = [...last.values()].map(({ alert_id, transition, message, at }) => ({
      userId: lane.target,
      subject: `${transition === 'news' ? 'news' : 'alert'}:${alert_id}`,
      title: message.title,
      body: message.text,
      severity: message.severity,
      path: message.path,
      at,
    }))
    await leaveNotices(tx, notices, (left) => worker.emit(NoticeLeft, left))
    await recordSent(tx, lane, rows, { at: now, note: 'Left on the page.' })
    await tx
      .updateTable('delivery')
      .set({ state: 'sent', together: 1 })
      .where(sql<boolean>`id = any(${rows.map(({ id }) => id)}::uuid[])`)
      .execute()
  })
}

/** Writes down what goes together, under which id, and holds the lane while it is sent. */
async function pin(
  worker: Worker,
  lane: ClaimedLane,
  rows: readonly DeliveryRow[],
  id: string,
  rules: DeliveryRules,
): Promise<boolean> {
  return worker.write(async (tx) => {
    if (!(await holdLane(tx, lane, new Date(rules.now().getTime() + rules.leaseMs)))) return false
    await tx
      .updateTable('delivery')
      .set({ pinned: id })
      .where(sql<boolean>`id = any(${rows.map((row) => row.id)}::uuid[])`)
      .execute()
    return true
  })
}

async function zoneOf({ db }: Worker, lane: ClaimedLane): Promise<string> {
  if (lane.user_id === null) return 'UTC'
  const chosen = await db
    .selectFrom('preference')
    .select('timezone')
    .where('user_id', '=', lane.user_id)
    .executeTakeFirst()
  return chosen?.timezone ?? 'UTC'
}

/** Milliseconds between two attempts to write down what came of a message. */
const AGAIN_MS = 250

/**
 * Writes down what came of a message. While the database is away it tries on, holding the lane in this process, as it
 * alone knows that the message was sent.
 */
async function record(
  worker: Worker,
  lane: ClaimedLane,
  rows: readonly DeliveryRow[],
  result: { note: string | undefined } | { error: unknown },
  rules: DeliveryRules,
  worked: Worked,
): Promise<boolean> {
  // called off, as the process ends: it is pinned, and sent again under its id
  if ('error' in result && worker.signal.aborted) return false
  busyLanes.add(lane.id)
  try {
    for (;;) {
      try {
        return await recordOnce(worker, lane, rows, result, rules, worked)
      } catch (error) {
        if (worker.signal.aborted) throw error
        worker.log.warn({ err: error, lane: lane.id }, 'What came of a message could not be written down yet.')
        await wait(AGAIN_MS)
      }
    }
  } finally {
    busyLanes.delete(lane.id)
  }
}

async function recordOnce(
  worker: Worker,
  lane: ClaimedLane,
  rows: readonly DeliveryRow[],
  result: { note: string | undefined } | { error: unknown },
  rules: DeliveryRules,
  worked: Worked,
): Promise<boolean> {
  const at = rules.now()
  if (!('error' in result)) {
    await worker.write((tx) => recordSent(tx, lane, rows, { at, note: result.note }))
    Object.assign(lane, { failures: 0, failing_since: null, retry_at: null })
    worked.sent += 1
    return true
  }
  const failed = toFailed(result.error, worker.log)
  worked.failed += 1
  if (failed === null) {
    await worker.write(async (tx) => {
      await tx.deleteFrom('push_browser').where('id', '=', lane.target).execute()
      await dropWaiting(tx, lane.id)
    })
    return false
  }
  await worker.write((tx) =>
    recordFailed(tx, lane, rows, { at, failed, rules }, (given) => worker.emit(DeliveryGivenUp, given)),
  )
  const refused = failed.refused && rows.length === 1
  // where this one stepped aside, the next has its turn
  return refused && (await isFree(worker, lane))
}

async function isFree({ db }: Worker, lane: ClaimedLane): Promise<boolean> {
  const row = await db.selectFrom('lane').select(['claim', 'retry_at']).where('id', '=', lane.id).executeTakeFirst()
  return row?.claim === lane.claim && row.retry_at === null
}
