import { ListMaintenance } from '../../../contracts/maintenance.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { toMaintenance } from './maintenance-row.ts'
import { byPlace, fromCursor, placeOf, toCursor } from './order.ts'

export default defineFunction({
  name: 'status.maintenance',
  summary: 'Gives a page of the maintenance windows: open ones, then the next, then past ones.',
  domain: status,
  answers: ListMaintenance,
  async run({ limit, cursor }, ctx) {
    const after = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && after === undefined) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const now = ctx.now()
    // a household plans some dozens; when the next one begins, the database cannot tell
    const rows = await ctx.db.selectFrom('maintenance').selectAll().execute()
    const placed = rows
      .map((row) => ({ row, place: placeOf(row, now) }))
      .filter(({ place }) => !after || byPlace(place, after) > 0)
      .toSorted((a, b) => byPlace(a.place, b.place))
    const last = placed[limit - 1]
    return {
      items: placed.slice(0, limit).map(({ row }) => toMaintenance(row, now)),
      nextCursor: placed.length > limit && last ? toCursor(last.place) : null,
    }
  },
})
