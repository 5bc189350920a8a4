import { sql, type SelectQueryBuilder } from 'kysely'
import type { Entry } from '../../contracts/journal.ts'
import { fromCursor, toCursor } from './cursor.ts'
import type { JournalTables } from './domain.ts'
import { factsOf } from './facts-of.ts'
import { type Row, type Shows, toEntry } from './to-entry.ts'

/** What every list of entries may be filtered by. */
interface Filter {
  type?: string | undefined
  key?: string | undefined
  from?: string | undefined
  to?: string | undefined
  limit: number
  cursor?: string | undefined
}

interface Context extends Shows {
  refuse(code: 'INVALID', message: string): never
}

/** One page of what a query selects, newest first. Refuses a cursor that is none of ours. */
export async function pageOfEntries(
  selected: SelectQueryBuilder<JournalTables, 'entry', Row>,
  filter: Filter,
  ctx: Context,
): Promise<{ items: Entry[]; nextCursor: string | null }> {
  const after = filter.cursor === undefined ? undefined : fromCursor(filter.cursor)
  if (filter.cursor !== undefined && !after) return ctx.refuse('INVALID', 'That cursor is none of ours.')
  let query = selected
  if (filter.type?.includes('.')) query = query.where('type', '=', filter.type)
  else if (filter.type !== undefined) query = query.where('fact', 'in', factsOf(filter.type))
  if (filter.key !== undefined) query = query.where('key', '=', filter.key)
  if (filter.from !== undefined) query = query.where('time', '>=', new Date(filter.from))
  if (filter.to !== undefined) query = query.where('time', '<', new Date(filter.to))
  // as one row value, so that the index finds the place
  if (after) query = query.where(sql<boolean>`(time, position) < (${after.time}, ${after.position}::bigint)`)
  const rows = await query
    .orderBy('time', 'desc')
    .orderBy('position', 'desc')
    .limit(filter.limit + 1)
    .execute()
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return {
    items: await Promise.all(page.map((row) => toEntry(row, ctx))),
    nextCursor: rows.length > filter.limit && last ? toCursor(last) : null,
  }
}
