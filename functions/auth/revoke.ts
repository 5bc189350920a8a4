import type { Transaction } from 'kysely'
import type { RevokedSession } from '../../contracts/auth.ts'
import type { StateStore } from '../../bus/index.ts'
import type { AuthTables } from './domain.ts'

/** Ends the sessions of an account in the database; gives their ids. */
export async function endSessions(
  tx: Transaction<AuthTables>,
  which: { accountId: string } | { sessionId: string },
): Promise<string[]> {
  const rows = await tx
    .updateTable('session')
    .set({ revoked_at: new Date() })
    .where('revoked_at', 'is', null)
    .where((eb) => ('sessionId' in which ? eb('id', '=', which.sessionId) : eb('account_id', '=', which.accountId)))
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Tells every edge process that these sessions ended. */
export async function announceEnd(
  store: StateStore<typeof RevokedSession>,
  sessionIds: readonly string[],
): Promise<void> {
  const revokedAt = new Date().toISOString()
  await Promise.all(sessionIds.map((id) => store.put(id, { revokedAt })))
}
