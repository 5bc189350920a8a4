import { type Transaction, sql } from 'kysely'
import { defineFunction } from '../../bus/index.ts'
import { status, type StatusTables } from './domain.ts'
import { RECOUNTED_MS } from './history/roll-up.ts'
import { KEPT_MS, later, SPAN_MS, spanOf } from './history/spans.ts'

/** Monitors of one statement, which a backlog of days must not bring near the time that it may take. */
const AT_ONCE = 10

export default defineFunction({
  name: 'status.purge-results',
  summary: 'Drops results after 48 hours, their 5 minutes after 30 days, and hours and what happened after 2 years.',
  domain: status,
  every: '1h',
  catchUp: 'last',
  timeout: '5m',
  async run(_slot, ctx) {
    await ctx.write((tx) => purge(tx, ctx.now()))
  },
})

/** Exported for tests. */
export async function purge(tx: Transaction<StatusTables>, now: Date): Promise<void> {
  const before = {
    check_result: await rawBefore(tx, now),
    check_5m: later(now, -KEPT_MS['5m']),
    check_hour: later(now, -KEPT_MS['1h']),
    check_day: later(now, -KEPT_MS['1h']),
    transition: later(now, -KEPT_MS['1h']),
  }
  const monitors = await tx.selectFrom('monitor').select('id').orderBy('id').execute()
  for (const [table, at] of Object.entries(before)) {
    if (!at) continue
    // by monitor, as every key begins with it: no index on the time alone has to be kept for each result
    for (let i = 0; i < monitors.length; i += AT_ONCE) {
      const ids = monitors.slice(i, i + AT_ONCE).map(({ id }) => id)
      await sql`delete from ${sql.table(table)} where monitor_id = any(${ids}::uuid[]) and at < ${at}`.execute(tx)
    }
  }
  await tx.deleteFrom('influence').where('at', '<', before.transition).execute()
}

/** Whole spans, and none that is still to be counted, or counted once more; null before the first roll-up. */
async function rawBefore(tx: Transaction<StatusTables>, now: Date): Promise<Date | null> {
  const mark = await tx.selectFrom('roll_up').select('until').executeTakeFirst()
  if (!mark) return null
  const kept = spanOf(later(now, -KEPT_MS.raw), SPAN_MS)
  const counted = later(mark.until, -RECOUNTED_MS - SPAN_MS)
  return kept < counted ? kept : counted
}
