import { sql, type Transaction } from 'kysely'
import { defineFunction } from '../../../bus/index.ts'
import { requests, type RequestTables } from '../domain.ts'

const KEPT_DAYS = 90

export default defineFunction({
  name: 'requests.purge-titles',
  summary: 'Forgets titles that no request and no issue names and that nobody saw for 90 days.',
  domain: requests,
  every: '1d',
  timeout: '2m',
  async run(slot, ctx) {
    await ctx.write((tx) => forgetUnseen(tx, slot.at))
  },
})

export async function forgetUnseen(tx: Transaction<RequestTables>, now: Date): Promise<void> {
  await tx
    .deleteFrom('media')
    .where('seen_at', '<', new Date(now.getTime() - KEPT_DAYS * 86_400_000))
    .where(
      sql<boolean>`not exists (select from request named
          where named.media_type = media.media_type and named.media_id = media.media_id)
        and not exists (select from issue named
          where named.media_type = media.media_type and named.media_id = media.media_id)`,
    )
    .execute()
}
