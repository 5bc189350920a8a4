import { sql } from 'kysely'
import { defineFunction } from '../../bus/index.ts'
import { library } from './domain.ts'

/** Twice as long as raw webhooks are kept: after that nothing older can come to stand between. */
const KEPT_DAYS = 60
const DAY_MS = 86_400_000

export default defineFunction({
  name: 'library.purge',
  summary: 'Drops statements that nothing can repeat or come before any more, and libraries that are gone.',
  domain: library,
  every: '1d',
  timeout: '2m',
  async run(slot, ctx) {
    const before = new Date(slot.at.getTime() - KEPT_DAYS * DAY_MS)
    await ctx.write(async (tx) => {
      await tx.deleteFrom('statement').where('received_at', '<', before).execute()
      // what Plex did not list for a week does not come back
      const week = new Date(slot.at.getTime() - 7 * DAY_MS)
      await tx
        .deleteFrom('section')
        .where('gone', '=', true)
        .where((eb) => eb.or([eb('synced_at', '<', week), eb('synced_at', 'is', null)]))
        .execute()
      // what went with them, and what Plex told of items that were never read
      await sql`delete from viewing where read_at < ${week} and not exists (
        select 1 from item where item.rating_key = viewing.rating_key)`.execute(tx)
      await sql`delete from member where not exists (
        select 1 from item where item.rating_key = member.collection_key)`.execute(tx)
      await sql`delete from watched where not exists (
        select 1 from section where section.key = watched.section_key)`.execute(tx)
    })
  },
})
