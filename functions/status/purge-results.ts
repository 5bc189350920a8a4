import { sql } from 'kysely'
import { defineFunction } from '../../bus/index.ts'
import { status } from './domain.ts'

const HOUR_MS = 3_600_000

const RESULTS_MS = 48 * HOUR_MS

/** A row per monitor and hour. */
const HOURS_MS = 2 * 366 * 24 * HOUR_MS

/** Rows of one statement, far below the time that a statement may take. */
const AT_ONCE = 20_000

export default defineFunction({
  name: 'status.purge-results',
  summary: 'Drops check results after 48 hours and hours after 2 years.',
  domain: status,
  every: '1h',
  timeout: '5m',
  async run(slot, ctx) {
    const before = new Date(slot.at.getTime() - RESULTS_MS)
    await ctx.write(async (tx) => {
      for (;;) {
        const { numAffectedRows = 0n } = await sql`
          delete from check_result where ctid = any(array(
            select ctid from check_result where at < ${before} limit ${AT_ONCE}))`.execute(tx)
        if (numAffectedRows < BigInt(AT_ONCE)) break
      }
      await tx
        .deleteFrom('check_hour')
        .where('at', '<', new Date(slot.at.getTime() - HOURS_MS))
        .execute()
    })
  },
})
