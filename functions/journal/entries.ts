import { sql } from 'kysely'
import { GetNames } from '../../contracts/auth.ts'
import { ReadJournal } from '../../contracts/journal.ts'
import { defineFunction } from '../../bus/index.ts'
import { actorsOf } from './actors-of.ts'
import { factsOf } from './facts-of.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { journal } from './domain.ts'
import { toEntry } from './to-entry.ts'

export default defineFunction({
  name: 'journal.entries',
  summary: 'Gives a page of the journal, newest first.',
  domain: journal,
  answers: ReadJournal,
  calls: [GetNames],
  async run(filter, ctx) {
    const after = filter.cursor === undefined ? undefined : fromCursor(filter.cursor)
    if (filter.cursor !== undefined && !after) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    let query = ctx.db.selectFrom('entry').selectAll()
    if (filter.domain !== undefined) query = query.where('domain', '=', filter.domain)
    if (filter.type?.includes('.')) query = query.where('type', '=', filter.type)
    else if (filter.type !== undefined) query = query.where('fact', 'in', factsOf(filter.type))
    if (filter.key !== undefined) query = query.where('key', '=', filter.key)
    if (filter.actor === 'user') query = query.where('actor', 'like', 'user:%')
    else if (filter.actor !== undefined) query = query.where('actor', 'in', await actorsOf(filter.actor, ctx))
    if (filter.correlationId !== undefined) query = query.where('correlation_id', '=', filter.correlationId)
    if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
    if (filter.from !== undefined) query = query.where('time', '>=', new Date(filter.from))
    if (filter.to !== undefined) query = query.where('time', '<', new Date(filter.to))
    // as one row value, so that the index finds the place
    if (after) query = query.where(sql<boolean>`(time, position) < (${after.time}, ${after.position}::bigint)`)
    const rows = await query
      .orderBy('time', 'desc')
      .orderBy('position', 'desc')
      .limit(filter.limit + 1)
      .execute()
    const items = rows.slice(0, filter.limit)
    const last = items.at(-1)
    return {
      items: await Promise.all(items.map((row) => toEntry(row, ctx))),
      nextCursor: rows.length > filter.limit && last ? toCursor(last) : null,
    }
  },
})
