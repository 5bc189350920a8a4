import { sql } from 'kysely'
import { ListChannels } from '../../../contracts/channels.ts'
import { defineFunction } from '../../../bus/index.ts'
import { deliveryRules } from '../delivery/rules.ts'
import { alerts } from '../domain.ts'
import { fromCursor, toCursor } from '../name-cursor.ts'
import { channelRows, toChannel } from './channel-row.ts'

export default defineFunction({
  name: 'alerts.channels',
  summary: 'Gives a page of the channels, by name, without secrets.',
  domain: alerts,
  answers: ListChannels,
  async run({ limit, cursor }, ctx) {
    const after = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && after === undefined) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const rows = await channelRows(ctx.db, ctx.provided(deliveryRules).now())
      .$if(after !== undefined, (query) => query.where(sql<boolean>`lower(name) > lower(${after})`))
      .orderBy(sql`lower(name)`)
      .limit(limit + 1)
      .execute()
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return { items: items.map(toChannel), nextCursor: rows.length > limit && last ? toCursor(last.name) : null }
  },
})
