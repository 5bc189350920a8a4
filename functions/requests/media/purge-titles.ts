import { sql } from 'kysely'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'

const KEPT_DAYS = 90

export default defineFunction({
  name: 'requests.purge-titles',
  summary: 'Forgets titles that no request and no issue names and that nobody saw for a long time.',
  domain: requests,
  every: '1d',
  timeout: '2m',
  async run(slot, ctx) {
    const before = new Date(slot.at.getTime() - KEPT_DAYS * 86_400_000)
    await ctx.write(async (tx) => {
      await tx
        .deleteFrom('media')
        .where('seen_at', '<', before)
        .where(
          sql<boolean>`not exists (select from request named
            where named.media_type = media.media_type and named.media_id = media.media_id)
          and not exists (select from issue named
            where named.media_type = media.media_type and named.media_id = media.media_id)`,
        )
        .execute()
    })
  },
})
