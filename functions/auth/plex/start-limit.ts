import { sql, type Transaction } from 'kysely'
import type { AuthTables } from '../domain.ts'
import { networkOf } from '../decide.ts'

/** Every code counts against the one limit that plex.tv has for this house. */
export const START_LIMIT = { starts: 10, withinMs: 5 * 60_000 }

const keyOf = (address: string | null): string => `plex-start:${address === null ? 'unknown' : networkOf(address)}`

/** Takes one back that came to nothing. */
export async function takeBackStart(tx: Transaction<AuthTables>, address: string | null): Promise<void> {
  await tx
    .updateTable('failed_sign_in')
    .set((eb) => ({ attempts: eb.fn<number>('greatest', [eb('attempts', '-', 1), eb.val(0)]) }))
    .where('key', '=', keyOf(address))
    .execute()
}

/** Counts a start from a network; milliseconds to wait when it is one too many, else 0. */
export async function countStart(tx: Transaction<AuthTables>, address: string | null): Promise<number> {
  const key = keyOf(address)
  const over = sql<boolean>`failed_sign_in.attempts_since <= now() - ${START_LIMIT.withinMs} * interval '1 millisecond'`
  const row = await tx
    .insertInto('failed_sign_in')
    .values({ key, failures: 0, attempts: 1, attempts_since: sql<Date>`now()`, last_at: sql<Date>`now()` })
    .onConflict((oc) =>
      oc.column('key').doUpdateSet({
        attempts: sql<number>`case when ${over} then 1 else failed_sign_in.attempts + 1 end`,
        attempts_since: sql<Date>`case when ${over} then now() else failed_sign_in.attempts_since end`,
        last_at: sql<Date>`now()`,
      }),
    )
    .returning(['attempts', sql<number>`(extract(epoch from now() - attempts_since) * 1000)::float8`.as('passed_ms')])
    .executeTakeFirstOrThrow()
  return row.attempts > START_LIMIT.starts ? Math.max(1, START_LIMIT.withinMs - row.passed_ms) : 0
}
