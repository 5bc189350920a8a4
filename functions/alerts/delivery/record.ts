import { sql, type Transaction } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import type { DeliveryGivenUp } from '../../../contracts/channels.ts'
import type { AlertTables } from '../domain.ts'
import type { ClaimedLane } from './claim.ts'
import { backoff, type DeliveryRules } from './rules.ts'
import type { DeliveryRow, Try } from './tables.ts'

type Tx = Transaction<AlertTables>

/** What came of a try. */
export interface Failed {
  message: string
  /** The service wants to be left alone for so long. */
  retryAfterMs?: number | undefined
  /** It may have arrived all the same: it is sent again as it was. */
  inDoubt: boolean
  /** The message itself was refused, and others may not be. */
  refused: boolean
}

const idsOf = (rows: readonly DeliveryRow[]): string[] => rows.map(({ id }) => id)
const triesWith = (one: Try) => sql<string>`tries || ${JSON.stringify([one])}::jsonb`

/** What was sent is so, whoever has the lane by now. */
export async function recordSent(
  tx: Tx,
  lane: ClaimedLane,
  rows: readonly DeliveryRow[],
  { at, note }: { at: Date; note: string | undefined },
): Promise<void> {
  const message = note ?? (rows.length > 1 ? `Told in one message with ${rows.length - 1} others.` : 'Told.')
  await tx
    .updateTable('delivery')
    .set({
      state: rows.length > 1 ? 'summarised' : 'sent',
      sent_at: at,
      pinned: null,
      together: rows.length,
      tries: triesWith({ at: at.toISOString(), ok: true, message }),
    })
    .where(sql<boolean>`id = any(${idsOf(rows)}::uuid[])`)
    .where('state', '=', 'waiting')
    .execute()
  await tx
    .updateTable('lane')
    .set({ failures: 0, failing_since: null, retry_at: null })
    .where('id', '=', lane.id)
    .execute()
  if (lane.method === 'channel')
    await tx.updateTable('channel').set({ last_sent_at: at, last_error: null }).where('id', '=', lane.target).execute()
}

/** A message that is refused so often steps aside for half an hour, so that it holds up no other. */
const REFUSALS = 5
const ASIDE_MS = 30 * 60_000

/** Puts off the next try, or gives up what could not be told for a day. */
export async function recordFailed(
  tx: Tx,
  lane: ClaimedLane,
  rows: readonly DeliveryRow[],
  { at, failed, rules }: { at: Date; failed: Failed; rules: DeliveryRules },
  announce: (given: InputOf<typeof DeliveryGivenUp>) => unknown,
): Promise<void> {
  const since = lane.failing_since ?? at
  const isOver = (row: DeliveryRow): boolean =>
    at.getTime() - Math.max(since.getTime(), row.since.getTime()) >= rules.giveUpMs
  const dead = rows.filter(isOver)
  const kept = rows.filter((row) => !isOver(row))
  const tries = triesWith({ at: at.toISOString(), ok: false, message: failed.message })
  const set = (state: 'dead' | 'waiting', some: readonly DeliveryRow[], pinned: boolean) =>
    tx
      .updateTable('delivery')
      .set({ state, tries, ...(pinned ? {} : { pinned: null }) })
      .where(sql<boolean>`id = any(${idsOf(some)}::uuid[])`)
      .where('state', '=', 'waiting')
      .execute()
  if (dead.length > 0) await set('dead', dead, false)
  if (kept.length > 0) await set('waiting', kept, failed.inDoubt && dead.length === 0)
  for (const row of dead)
    announce({
      deliveryId: row.id,
      alertId: row.alert_id,
      channel: row.channel_name,
      transition: row.transition,
      tries: row.tries.length + 1,
      error: failed.message,
    })
  const aside = failed.refused && rows.length === 1 && rows[0]!.tries.length + 1 >= REFUSALS && dead.length === 0
  if (aside)
    await tx
      .updateTable('delivery')
      .set({ due_at: new Date(at.getTime() + ASIDE_MS) })
      .where('id', '=', rows[0]!.id)
      .execute()
  // who wants to be left alone for longer than we try is asked once more before it is given up
  const left = Math.min(
    ...kept.map((row) => Math.max(since.getTime(), row.since.getTime()) + rules.giveUpMs - at.getTime()),
  )
  const wait = Math.max(backoff(rules, lane.failures + 1), Math.min(failed.retryAfterMs ?? 0, left, rules.giveUpMs))
  await tx
    .updateTable('lane')
    .set((eb) => ({
      failures: aside ? 0 : eb('failures', '+', 1),
      failing_since: aside ? null : since,
      retry_at: aside ? null : new Date(at.getTime() + wait),
    }))
    .where('id', '=', lane.id)
    .execute()
  if (lane.method === 'channel')
    await tx.updateTable('channel').set({ last_error: failed.message }).where('id', '=', lane.target).execute()
}

/** There is nobody any more to tell. */
export async function dropWaiting(tx: Tx, lane: string): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ state: 'dropped', pinned: null })
    .where('lane', '=', lane)
    .where('state', '=', 'waiting')
    .execute()
}
