import type { Transaction } from 'kysely'
import type { Challenge, SignInResult } from '../../contracts/auth.ts'
import type { AuthTables } from './domain.ts'
import { type Arrival, startSession, type Started, stillGood } from './grant.ts'
import type { AccountRow } from './rights.ts'
import { hashToken, newToken } from './token.ts'

/** How long a person has for the second step of a sign-in. */
const CHALLENGE_MS = 10 * 60_000

export interface Admitted {
  result: SignInResult
  /** Null while the second factor is still to come. */
  started: Started | null
}

/** Ends the first step of a sign-in: a session, or the challenge of who has a second factor. */
export async function admit(
  tx: Transaction<AuthTables>,
  known: AccountRow,
  by: Arrival & { how: 'password' | 'plex' },
): Promise<Admitted> {
  const account = await stillGood(tx, known, by.how)
  if (account.totp_confirmed_at !== null)
    return { result: { grant: null, twoFactor: await challenge(tx, account.id, by) }, started: null }
  const started = await startSession(tx, account, by)
  return { result: { grant: started.grant, twoFactor: null }, started }
}

async function challenge(
  tx: Transaction<AuthTables>,
  account_id: string,
  { how, remember, meta }: Arrival & { how: 'password' | 'plex' },
): Promise<Challenge> {
  const token = newToken()
  const ends_at = new Date(Date.now() + CHALLENGE_MS)
  await tx
    .insertInto('challenge')
    .values({ hash: hashToken(token), account_id, browser: meta.browser, how, remember, ends_at })
    .execute()
  return { challenge: token, expiresAt: ends_at.toISOString() }
}
