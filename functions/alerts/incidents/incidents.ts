import { sql } from 'kysely'
import { ListIncidents } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { fromCursor, toCursor } from '../cursor.ts'
import { alerts } from '../domain.ts'
import { toIncidents } from './read.ts'

export default defineFunction({
  name: 'alerts.incidents',
  summary: 'Gives a page of the incidents, newest first.',
  domain: alerts,
  answers: ListIncidents,
  async run({ state, limit, cursor }, ctx) {
    const after = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && !after) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const rows = await ctx.db
      .selectFrom('incident')
      .selectAll()
      .$if(state !== 'all', (query) => query.where('state', '=', state as 'open' | 'resolved'))
      .$if(after !== undefined, (query) =>
        query.where(sql<boolean>`(started_at, id) < (${after!.at}, ${after!.id}::uuid)`),
      )
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      items: await toIncidents(ctx.db, shown),
      nextCursor: rows.length > limit && last ? toCursor(last.started_at, last.id) : null,
    }
  },
})
