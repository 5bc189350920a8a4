import { sql } from 'kysely'
import { ListNotices, type Notice } from '../../../contracts/notices.ts'
import { defineFunction } from '../../../bus/index.ts'
import { fromCursor, toCursor } from '../cursor.ts'
import type { NoticeRow } from '../delivery/tables.ts'
import { alerts } from '../domain.ts'
import { unreadOf } from './unread.ts'

export default defineFunction({
  name: 'alerts.notices',
  summary: 'Gives a page of what whoever asks was told.',
  domain: alerts,
  answers: ListNotices,
  async run({ unread, limit, cursor }, ctx) {
    const { userId } = ctx.meta
    const before = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && before === undefined) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    if (userId === null) return { items: [], nextCursor: null, unread: 0 }
    const rows = await ctx.db
      .selectFrom('notice')
      .selectAll()
      .where('user_id', '=', userId)
      .$if(unread === true, (query) => query.where('read_at', 'is', null))
      .$if(unread === false, (query) => query.where('read_at', 'is not', null))
      .$if(before !== undefined, (query) =>
        query.where(sql<boolean>`(at, id) < (${before?.at.toISOString()}::timestamptz, ${before?.id}::uuid)`),
      )
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      items: page.map(toNotice),
      nextCursor: rows.length > limit && last ? toCursor(last.at, last.id) : null,
      unread: await unreadOf(ctx.db, userId),
    }
  },
})

const toNotice = (row: NoticeRow): Notice => ({
  id: row.id,
  title: row.title,
  body: row.body,
  severity: row.severity,
  path: row.path,
  at: row.at.toISOString(),
  readAt: row.read_at?.toISOString() ?? null,
})
