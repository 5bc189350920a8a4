import { sql } from 'kysely'
import { ListMonitors } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { status } from './domain.ts'
import { toMonitor } from './monitor-row.ts'
import { pushPathOf } from './push-token.ts'

/** A page ends at a name, which is unique. */
const toCursor = (name: string): string => Buffer.from(name).toString('base64url')

/** Undefined for what is no cursor of ours. */
function fromCursor(cursor: string): string | undefined {
  const name = Buffer.from(cursor, 'base64url').toString()
  return toCursor(name) === cursor && !/\p{Cc}/u.test(name) ? name : undefined
}

export default defineFunction({
  name: 'status.monitors',
  summary: 'Gives a page of the monitors, by name.',
  domain: status,
  answers: ListMonitors,
  async run({ limit, cursor }, ctx) {
    const after = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && after === undefined) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const rows = await ctx.db
      .selectFrom('monitor')
      .selectAll()
      .$if(after !== undefined, (query) => query.where(sql<boolean>`lower(name) > lower(${after})`))
      .orderBy(sql`lower(name)`)
      .limit(limit + 1)
      .execute()
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return {
      items: items.map((row) => toMonitor(row, pushPathOf(row, ctx))),
      nextCursor: rows.length > limit && last ? toCursor(last.name) : null,
    }
  },
})
