import type { Transaction } from 'kysely'
import type { AuthTables } from './domain.ts'

export const LAST_ADMIN = 'This is the last admin who can sign in. Make somebody else an admin first.'

/** Whether somebody else is an active admin. Holds the admins' rows, so that two who resign at once do not both succeed. */
export async function hasOtherAdmin(tx: Transaction<AuthTables>, accountId: string): Promise<boolean> {
  const rows = await tx
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.some((row) => row.id !== accountId)
}
