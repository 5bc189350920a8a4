import { type Transaction, sql } from 'kysely'
import { defineFunction } from '../../../bus/index.ts'
import { status, type StatusTables } from '../domain.ts'
import { rollUp } from './rolled.ts'
import { HOUR_MS, later, MINUTE_MS, SPAN_MS, spanOf } from './spans.ts'

/** A result is stored within a minute of its check. */
const SETTLED_MS = MINUTE_MS

/** Counted once more, for what came later still. */
export const RECOUNTED_MS = 2 * SPAN_MS

/** Of one statement, far below the time that it may take; and of one run, so that a commit stays short. */
const STATEMENT_MS = HOUR_MS / 2
const RUN_MS = 6 * HOUR_MS

export default defineFunction({
  name: 'status.roll-up',
  summary: 'Counts check results into spans of 5 minutes, going on where it ended.',
  domain: status,
  every: '5m',
  catchUp: 'last',
  timeout: '2m',
  concurrency: { perProcess: 1 },
  async run(_slot, ctx) {
    await ctx.write((tx) => goOn(tx, ctx.now()))
  },
})

/** Rolls up at most six hours, beginning where there is something to count. Exported for tests. */
export async function goOn(tx: Transaction<StatusTables>, now: Date): Promise<void> {
  const settled = spanOf(later(now, -SETTLED_MS), SPAN_MS)
  // held, so that two processes do not count by turns
  const mark = await tx.selectFrom('roll_up').select('until').forUpdate().executeTakeFirst()
  // a clock that was ahead for a while leaves a mark in the future
  const reached = mark && (mark.until < settled ? mark.until : settled)
  const oldest = await oldestSince(tx, reached ? later(reached, -RECOUNTED_MS) : new Date(0))
  let until = settled
  if (oldest && oldest < settled) {
    const begin = spanOf(oldest, SPAN_MS)
    const end = later(begin, RUN_MS)
    if (end < settled) until = end
    for (let from = begin; from < until; from = later(from, STATEMENT_MS)) {
      const to = later(from, STATEMENT_MS)
      await rollUp(tx, { from, to: to < until ? to : until })
    }
  }
  await tx
    .insertInto('roll_up')
    .values({ until })
    .onConflict((oc) => oc.column('one').doUpdateSet({ until }))
    .execute()
}

/** The oldest result at or after a time. Asked by monitor, as the key of results begins with it. */
async function oldestSince(tx: Transaction<StatusTables>, since: Date): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(first.at) as at from monitor cross join lateral (
      select at from check_result where monitor_id = monitor.id and at >= ${since} order by at limit 1) first`.execute(
    tx,
  )
  return rows[0]?.at ?? null
}
