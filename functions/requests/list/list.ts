import { OPEN_STATUSES, MediaKind, type RequestStatus } from '../../../contracts/media.ts'
import { ListRequests } from '../../../contracts/media-requests.ts'
import { CurrentSettings } from '../../../contracts/settings.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { retryBudgetOf } from '../retry-budget.ts'
import { toRecord } from '../story/record.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { ALL_STATUSES, readPage } from './page.ts'

export default defineFunction({
  name: 'requests.list',
  summary: 'Gives a page of requests: a member their own, an admin everybody’s.',
  domain: requests,
  answers: ListRequests,
  async run({ filter, type, mine, userId, search, sort, order: asked, limit, cursor }, ctx) {
    const viewer = { userId: ctx.meta.userId, role: ctx.meta.role }
    const order = asked ?? (sort === 'title' ? 'asc' : 'desc')
    const after = cursor === undefined ? undefined : fromCursor(cursor, sort, order)
    if (cursor !== undefined && !after)
      return ctx.refuse('INVALID', 'That cursor is none of ours, or one of another order.')
    const admin = viewer.role === 'admin'
    const owner = admin && !mine ? (userId ?? null) : viewer.userId
    const waiting = await ctx.db
      .selectFrom('request')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('status', '=', 'pending')
      .$if(!admin, (query) => query.where('user_id', '=', viewer.userId))
      .executeTakeFirstOrThrow()
    const pending = Number(waiting.count)
    // whoever is nobody has none, and what is somebody else's is nobody's business
    const nothing = (!admin || mine === true) && (viewer.userId === null || (userId ?? viewer.userId) !== viewer.userId)
    if (nothing) return { items: [], nextCursor: null, pending }
    const [budget, found] = await Promise.all([
      retryBudgetOf(ctx.state(CurrentSettings)),
      readPage(ctx.db, {
        userId: owner,
        types: type === undefined ? MediaKind.options : [type],
        statuses: statusesOf(filter),
        search: search || undefined,
        sort,
        order,
        after,
        limit: limit + 1,
      }),
    ])
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    return {
      items: shown.map(({ row, title }) => toRecord(row, title, viewer, budget)),
      nextCursor: found.length > limit && last ? toCursor(sort, order, last.place) : null,
      pending,
    }
  },
})

function statusesOf(filter: 'all' | 'open' | RequestStatus): readonly RequestStatus[] {
  if (filter === 'all') return ALL_STATUSES
  return filter === 'open' ? OPEN_STATUSES : [filter]
}
