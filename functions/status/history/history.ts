import { GetHistory } from '../../../contracts/history.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { uptimeOf } from '../uptime.ts'
import { findService } from './find-service.ts'
import { fromCursor, toCursor } from './history-cursor.ts'
import { rangeOf } from './moments.ts'
import { beginningOf, oldestOf, pointsOf } from './points.ts'
import { chooseResolution, DAY_MS, later, type Range } from './spans.ts'

/** What fits into one message of a server that takes a megabyte. */
const PAGE = 4000

export default defineFunction({
  name: 'status.history',
  summary: 'Gives the results of a service over time, as fine as it makes sense.',
  domain: status,
  answers: GetHistory,
  async run({ service, limit, cursor, ...asked }, ctx) {
    const now = ctx.now()
    const row = await findService(ctx.db, service)
    if (!row) return ctx.refuse('NOT_FOUND')
    const place = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && !place) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const range: Range | string = place ?? rangeOf(asked, DAY_MS, now)
    if (typeof range === 'string') return ctx.refuse('INVALID', range)
    const oldest = await oldestOf(ctx.db, row.id)
    const resolution =
      place?.resolution ?? asked.resolution ?? chooseResolution(range, row.interval_seconds * 1000, oldest)
    const rest = place ? { from: later(place.after, 1), to: place.to } : range
    const size = Math.min(limit, PAGE)
    const [points, uptime] = await Promise.all([
      pointsOf(ctx.db, row.id, resolution, rest, size + 1),
      uptimeOf(ctx.db, row.id, now),
    ])
    const items = points.slice(0, size)
    const last = items.at(-1)
    return {
      service: { id: row.id, name: row.name },
      from: range.from.toISOString(),
      to: range.to.toISOString(),
      resolution,
      since: beginningOf(oldest)?.toISOString() ?? null,
      uptime,
      items,
      nextCursor:
        points.length > size && last
          ? toCursor({ from: range.from, to: range.to, after: new Date(last.at), resolution })
          : null,
    }
  },
})
