import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Invitation } from '../../contracts/people.ts'
import type { AuthTables } from './domain.ts'
import { hashToken } from './token.ts'

type Row = Selectable<AuthTables['invitation']>

export const NOT_OPEN = 'This invitation is not good any more. Ask for a new one.'

/** The invitation behind a code, while it is open. */
export const openInvitation = (
  db: Kysely<AuthTables> | Transaction<AuthTables>,
  code: string,
): Promise<Row | undefined> =>
  db
    .selectFrom('invitation')
    .selectAll()
    .where('code_hash', '=', hashToken(code))
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('ends_at', '>', new Date())
    .executeTakeFirst()

/** Uses an invitation up for an account; false when somebody else was faster, or it ended. */
export async function takeInvitation(tx: Transaction<AuthTables>, id: string, accountId: string): Promise<boolean> {
  const now = new Date()
  const taken = await tx
    .updateTable('invitation')
    .set({ used_at: now, used_by: accountId })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('ends_at', '>', now)
    .executeTakeFirst()
  return taken.numUpdatedRows === 1n
}

export const toInvitation = (row: Omit<Row, 'code_hash'> & { username: string | null }, now: Date): Invitation => ({
  id: row.id,
  role: row.role,
  note: row.note,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.ends_at.toISOString(),
  state: row.used_at ? 'used' : row.revoked_at ? 'revoked' : row.ends_at <= now ? 'expired' : 'open',
  usedBy: row.username,
})
