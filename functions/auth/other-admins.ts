import { sql, type Transaction } from 'kysely'
import type { AuthTables } from './domain.ts'

export const LAST_ADMIN = 'This is the last admin who can sign in. Make somebody else an admin first.'

/**
 * Whether somebody else is an active admin. One change of admins follows the other from here to its commit, so that two
 * who resign at once do not both succeed. Comes before any lock on an account.
 */
export async function hasOtherAdmin(tx: Transaction<AuthTables>, accountId: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended('medianest admins', 0))`.execute(tx)
  const other = await tx
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .where('id', '!=', accountId)
    .executeTakeFirst()
  return other !== undefined
}
