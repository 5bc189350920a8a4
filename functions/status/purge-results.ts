import { sql } from 'kysely'
import { defineFunction } from '../../bus/index.ts'
import { status } from './domain.ts'

const HOUR_MS = 3_600_000

/** How long raw results are kept, and how many of all monitors together (some 60 MB). */
const RESULTS_MS = 48 * HOUR_MS
const RESULTS_AT_MOST = 500_000

/** A row per monitor and hour. */
const HOURS_MS = 35 * 24 * HOUR_MS

/** Rows of one statement, far below the time that a statement may take. */
const AT_ONCE = 20_000

export default defineFunction({
  name: 'status.purge-results',
  summary: 'Drops check results after 48 hours, or earlier where there are very many, and old hours of uptime.',
  domain: status,
  every: '1h',
  timeout: '5m',
  async run(slot, ctx) {
    const before = new Date(slot.at.getTime() - RESULTS_MS)
    await ctx.write(async (tx) => {
      for (;;) {
        // positions grow with time, so the oldest are the first of the primary key
        const { numAffectedRows = 0n } = await sql`
          delete from check_result where position in (
            select position from check_result
            where at < ${before} or position <= (select max(position) from check_result) - ${RESULTS_AT_MOST}::bigint
            order by position limit ${AT_ONCE})`.execute(tx)
        if (numAffectedRows < BigInt(AT_ONCE)) break
      }
      await tx
        .deleteFrom('uptime_hour')
        .where('hour', '<', new Date(slot.at.getTime() - HOURS_MS))
        .execute()
    })
  },
})
