import { type Kysely, sql, type Transaction } from 'kysely'
import type { AlertTables } from '../domain.ts'

/** How many notices a person has not read. */
export async function unreadOf(db: Kysely<AlertTables> | Transaction<AlertTables>, userId: string): Promise<number> {
  const counted = await db
    .selectFrom('notice')
    .select(sql<string>`count(*)`.as('unread'))
    .where('user_id', '=', userId)
    .where('read_at', 'is', null)
    .executeTakeFirst()
  return Number(counted?.unread ?? 0)
}
