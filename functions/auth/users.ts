import { sql } from 'kysely'
import { z } from 'zod'
import { ListUsers } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { adminsOnly } from './admins-only.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { auth } from './domain.ts'
import { toRecord, userRows } from './user-record.ts'

/** A page ends at a name, which is unique. */
const Place = z.string().max(200)

export default defineFunction({
  name: 'auth.users',
  summary: 'Gives a page of the people, by name.',
  domain: auth,
  answers: ListUsers,
  async run({ search, limit, cursor }, ctx) {
    adminsOnly(ctx.meta)
    const after = cursor === undefined ? undefined : fromCursor(cursor, Place)
    if (cursor !== undefined && after === undefined) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const wanted = search?.trim().toLowerCase() ?? ''
    const rows = await userRows(ctx.db)
      .$if(wanted !== '', (query) =>
        query.where(sql<boolean>`position(${wanted} in lower(concat_ws(chr(10), username, email, plex_username))) > 0`),
      )
      .$if(after !== undefined, (query) => query.where(sql<boolean>`lower(username) > lower(${after})`))
      .orderBy(sql`lower(username)`)
      .limit(limit + 1)
      .execute()
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return { items: items.map(toRecord), nextCursor: rows.length > limit && last ? toCursor(last.username) : null }
  },
})
