import { sql } from 'kysely'
import { ListRules } from '../../../contracts/alerts.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { toAlertRule } from '../engine/rule.ts'
import { fromCursor, toCursor } from '../name-cursor.ts'

export default defineFunction({
  name: 'alerts.rules',
  summary: 'Gives a page of the rules, by name.',
  domain: alerts,
  answers: ListRules,
  async run({ limit, cursor }, ctx) {
    const after = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && after === undefined) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const rows = await ctx.db
      .selectFrom('rule')
      .selectAll()
      .$if(after !== undefined, (query) => query.where(sql<boolean>`lower(name) > lower(${after})`))
      .orderBy(sql`lower(name)`)
      .limit(limit + 1)
      .execute()
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return { items: items.map(toAlertRule), nextCursor: rows.length > limit && last ? toCursor(last.name) : null }
  },
})
