import { type Transaction, sql } from 'kysely'
import type { StatusTables } from './domain.ts'
import type { MonitorRow } from './monitor-row.ts'

/** A monitor whose check is this process's to make. */
export type Claimed = MonitorRow & {
  /** When this check is due. */
  due: Date
  /** When the check after this one is due; `next_check_at` itself is later until this one is recorded. */
  following: Date
}

/** More wait for the next slot. */
const AT_MOST = 1000

/**
 * Claims the checks that are due before `until` by moving them forward, so that no other slot and no other process makes
 * them too. A check that comes to no end is due again after its interval, or after its timeout and 5 s where that is
 * longer.
 */
export async function claimDue(tx: Transaction<StatusTables>, now: Date, until: Date): Promise<Claimed[]> {
  const interval = sql`interval_seconds * interval '1 second'`
  // what was due long ago, after a pause of the whole house, is spread out so that it does not stay one crowd
  const { rows } = await sql<Claimed>`
    with due as (
      select id, next_check_at as due, case when next_check_at + ${interval} > ${now} then next_check_at + ${interval}
        else ${now}::timestamptz + ${interval} * (0.5 + 0.5 * random()) end as following
      from monitor where next_check_at < ${until}
      order by next_check_at limit ${AT_MOST} for update skip locked)
    update monitor m set next_check_at = greatest(due.following,
      greatest(due.due, ${now}::timestamptz) + (m.timeout_ms + 5000) * interval '1 millisecond')
    from due where m.id = due.id returning m.*, due.due, due.following`.execute(tx)
  return rows
}
