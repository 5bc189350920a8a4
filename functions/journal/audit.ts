import { sql } from 'kysely'
import { GetNames } from '../../contracts/auth.ts'
import { ReadAudit } from '../../contracts/journal.ts'
import { defineFunction } from '../../bus/index.ts'
import { actorsOf } from './actors-of.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { journal } from './domain.ts'
import { factsOf } from './facts-of.ts'
import { toEntry } from './to-entry.ts'

/** What somebody typed as a person: an id, a name, or a word that stands for itself. */
const asActor = (who: string): string => (/^(user:|operator$|visitor$)/.test(who) ? who : `user:${who}`)

export default defineFunction({
  name: 'journal.audit',
  summary: 'Gives a page of what people did, newest first.',
  domain: journal,
  answers: ReadAudit,
  calls: [GetNames],
  async run(filter, ctx) {
    const after = filter.cursor === undefined ? undefined : fromCursor(filter.cursor)
    if (filter.cursor !== undefined && !after) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    let query = ctx.db
      .selectFrom('entry')
      .selectAll()
      // in the words of the index that it has to itself
      .where(sql<boolean>`(actor like 'user:%' or actor in ('operator', 'visitor'))`)
      // what followed by itself carries their name too, and is nothing that they did
      .where(sql<boolean>`not exists (select 1 from entry cause where cause.id = entry.causation_id)`)
    if (filter.who !== undefined) query = query.where('actor', 'in', await actorsOf(asActor(filter.who), ctx))
    if (filter.type?.includes('.')) query = query.where('type', '=', filter.type)
    else if (filter.type !== undefined) query = query.where('fact', 'in', factsOf(filter.type))
    if (filter.what !== undefined) query = query.where('key', '=', filter.what)
    if (filter.from !== undefined) query = query.where('time', '>=', new Date(filter.from))
    if (filter.to !== undefined) query = query.where('time', '<', new Date(filter.to))
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
