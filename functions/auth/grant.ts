import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { SessionGrant, User } from '../../contracts/auth.ts'
import type { AuthTables } from './domain.ts'

/** A session ends for good after this, however often its token is renewed. */
const SESSION_MS = 30 * 86_400_000

interface Account {
  id: string
  username: string
  role: 'admin' | 'user'
  password_change_required: boolean
}

export const toUser = (account: Pick<Account, 'id' | 'username' | 'role'>): User => ({
  id: account.id,
  username: account.username,
  role: account.role,
})

export const toGrant = (account: Account, session: { id: string; ends_at: Date }): SessionGrant => ({
  sessionId: session.id,
  user: toUser(account),
  passwordChangeRequired: account.password_change_required,
  endsAt: session.ends_at.toISOString(),
})

/** A new session, under an id that nobody had before the sign-in. */
export async function startSession(tx: Transaction<AuthTables>, account: Account): Promise<SessionGrant> {
  const session = {
    id: randomUUID(),
    account_id: account.id,
    ends_at: new Date(Date.now() + SESSION_MS),
    revoked_at: null,
  }
  await tx.insertInto('session').values(session).execute()
  return toGrant(account, session)
}
