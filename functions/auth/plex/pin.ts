import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { AuthTables } from '../domain.ts'

/** plex.tv is asked about a code this often at most: two seconds and what the way may add. */
const ASK_EVERY_MS = 2200

export type PinRow = Selectable<AuthTables['plex_pin']> & {
  /** Milliseconds until it may be asked about again; not above 0 when it may be now. */
  due_in_ms: number
}

/** A sign-in of this browser. */
export const pinOf = (db: Kysely<AuthTables>, id: string, browser: string): Promise<PinRow | undefined> =>
  db
    .selectFrom('plex_pin')
    .selectAll()
    .select(
      sql<number>`coalesce(${ASK_EVERY_MS} - extract(epoch from now() - asked_at) * 1000, 0)::float8`.as('due_in_ms'),
    )
    .where('id', '=', id)
    .where('browser', '=', browser)
    .executeTakeFirst()

/** Whether it is ours to ask plex.tv now: of all processes and pages that wait, one gets true. */
export async function claimAsk(tx: Transaction<AuthTables>, id: string): Promise<boolean> {
  const claimed = await tx
    .updateTable('plex_pin')
    .set({ asked_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .where((eb) =>
      eb.or([
        eb('asked_at', 'is', null),
        eb('asked_at', '<=', sql<Date>`now() - ${ASK_EVERY_MS} * interval '1 millisecond'`),
      ]),
    )
    .executeTakeFirst()
  return claimed.numUpdatedRows === 1n
}

/** Ends a sign-in; false when somebody ended it before, and then nothing may be given. */
export async function endPin(
  tx: Transaction<AuthTables>,
  id: string,
  status: Exclude<PinRow['status'], 'pending'>,
  message: string | null = null,
): Promise<boolean> {
  const ended = await tx
    .updateTable('plex_pin')
    .set({ status, message })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .executeTakeFirst()
  return ended.numUpdatedRows === 1n
}
