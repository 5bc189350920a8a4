import { GetNames } from '../../../contracts/auth.ts'
import { ListDeliveries } from '../../../contracts/channels.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'

const toCursor = (position: string): string => Buffer.from(position).toString('base64url')
const fromCursor = (cursor: string): string | undefined => {
  const position = Buffer.from(cursor, 'base64url').toString()
  return /^\d{1,18}$/.test(position) ? position : undefined
}

export default defineFunction({
  name: 'alerts.deliveries',
  summary: 'Gives a page of the ledger, newest first, with every try.',
  domain: alerts,
  answers: ListDeliveries,
  calls: [GetNames],
  async run({ channelId, alertId, state, limit, cursor }, ctx) {
    const before = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && before === undefined) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const rows = await ctx.db
      .selectFrom('delivery')
      .leftJoin('lane', 'lane.id', 'delivery.lane')
      .selectAll('delivery')
      .select('lane.retry_at')
      .$if(channelId !== undefined, (query) => query.where('delivery.target', '=', channelId!))
      .$if(alertId !== undefined, (query) => query.where('delivery.alert_id', '=', alertId!))
      .$if(state !== undefined, (query) => query.where('delivery.state', '=', state!))
      .$if(before !== undefined, (query) => query.where('delivery.position', '<', before!))
      .orderBy('delivery.position', 'desc')
      .limit(limit + 1)
      .execute()
    const page = rows.slice(0, limit)
    const ids = [...new Set(page.flatMap(({ user_id }) => user_id ?? []))]
    const names = new Map<string, string>()
    for (const { id, username } of await nameThem(ids, (asked) => ctx.call(GetNames, { ids: asked })))
      names.set(id, username)
    const last = page.at(-1)
    return {
      items: page.map((row) => {
        const next = new Date(Math.max(row.due_at.getTime(), row.retry_at?.getTime() ?? 0))
        return {
          id: row.id,
          alertId: row.alert_id,
          title: row.message.title,
          transition: row.transition,
          channelId: row.method === 'channel' ? row.target : null,
          channel: row.channel_name,
          recipient: row.user_id === null ? 'house' : (names.get(row.user_id) ?? 'somebody'),
          state: row.state,
          queuedAt: row.queued_at.toISOString(),
          sentAt: row.sent_at?.toISOString() ?? null,
          nextTryAt: row.state === 'waiting' ? next.toISOString() : null,
          tries: row.tries,
          together: row.together,
        }
      }),
      nextCursor: rows.length > limit && last ? toCursor(last.position) : null,
    }
  },
})

/** The ledger is worth reading without names, too. */
async function nameThem<T>(ids: string[], ask: (ids: string[]) => Promise<{ items: T[] }>): Promise<T[]> {
  if (ids.length === 0) return []
  return ask(ids).then(
    ({ items }) => items,
    () => [],
  )
}
