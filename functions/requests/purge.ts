import { sql } from 'kysely'
import { defineFunction } from '../../bus/index.ts'
import { requests } from './domain.ts'

/** Twice as long as raw webhooks are kept: after that nothing older can come to stand between. */
const KEPT_DAYS = 60
const DAY_MS = 86_400_000

export default defineFunction({
  name: 'requests.purge',
  summary: 'Drops old statements, but of every request and issue the one that tells a repeat of its present state.',
  domain: requests,
  every: '1d',
  timeout: '2m',
  async run(slot, ctx) {
    const before = new Date(slot.at.getTime() - KEPT_DAYS * DAY_MS)
    await ctx.write(async (tx) => {
      await tx
        .deleteFrom('statement')
        .where('received_at', '<', before)
        .where(
          sql<boolean>`lane not in (select lane from request_state) or exists (
            select 1 from statement as later
            where later.lane = statement.lane and later.announced and later.received_at > statement.received_at)`,
        )
        .execute()
    })
  },
})
