import { sql, type Transaction } from 'kysely'
import type { AlertTables } from '../domain.ts'
import type { LaneRow } from './tables.ts'

type Tx = Transaction<AlertTables>

/** Lanes at once and claim. */
const AT_MOST = 200

export type ClaimedLane = LaneRow & { claim: string }

/**
 * Claims every lane in which something is due and nobody is at work, by moving its claim forward; `only` just one of
 * them. A process that ends in the middle loses its lanes when their claims run out. Lanes in `busy` are this process's
 * own, where it could not write yet what came of the last message.
 */
export async function claimLanes(
  tx: Tx,
  { now, until, claim, busy, only }: { now: Date; until: Date; claim: string; busy: readonly string[]; only?: string },
): Promise<ClaimedLane[]> {
  const wanted = only === undefined ? sql`true` : sql`d.lane = ${only}`
  const { rows: waiting } = await sql<{ lane: string }>`
    select d.lane from delivery d left join lane l on l.id = d.lane
    where d.state = 'waiting' and d.due_at <= ${now} and ${wanted} and not d.lane = any(${busy}::text[])
      and coalesce(l.retry_at <= ${now}, true) and coalesce(l.claimed_until <= ${now}, true)
      and (d.method <> 'channel' or exists (select from channel c where c.id = d.target and c.enabled))
    group by d.lane order by min(d.position) limit ${AT_MOST}`.execute(tx)
  if (waiting.length === 0) return []
  const lanes = waiting.map(({ lane }) => lane)
  await sql`
    insert into lane (id, method, target, user_id)
      select distinct on (lane) lane, method, target, user_id from delivery
      where lane = any(${lanes}::text[]) and state = 'waiting' order by lane
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<ClaimedLane>`
    with free as (
      select id from lane where id = any(${lanes}::text[])
        and coalesce(retry_at <= ${now}, true) and coalesce(claimed_until <= ${now}, true)
      for update skip locked)
    update lane l set claim = ${claim}, claimed_until = ${until} from free where l.id = free.id returning l.*`.execute(
    tx,
  )
  return rows
}

/** Holds a lane for longer. False when somebody else has it by now. */
export async function holdLane(tx: Tx, { id, claim }: ClaimedLane, until: Date): Promise<boolean> {
  const held = await tx
    .updateTable('lane')
    .set({ claimed_until: until })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .returning('id')
    .executeTakeFirst()
  return held !== undefined
}

/** Lets go of a lane. */
export async function releaseLane(tx: Tx, { id, claim }: ClaimedLane): Promise<void> {
  await tx
    .updateTable('lane')
    .set({ claim: null, claimed_until: null })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .execute()
}
