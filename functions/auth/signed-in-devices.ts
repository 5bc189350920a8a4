import type { Kysely, Selectable, Transaction } from 'kysely'
import type { AuthTables } from './domain.ts'

/** Devices on which a person is signed in, or comes in by "remember me"; the latest first. */
export const signedInDevices = (
  db: Kysely<AuthTables> | Transaction<AuthTables>,
  accountId: string,
): Promise<Selectable<AuthTables['device']>[]> =>
  db
    .selectFrom('device')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .where(({ or, exists, selectFrom }) => {
      const now = new Date()
      return or([
        exists(
          selectFrom('session')
            .select('session.id')
            .whereRef('session.device_id', '=', 'device.id')
            .where('session.revoked_at', 'is', null)
            .where('session.ends_at', '>', now),
        ),
        exists(
          selectFrom('remember_token')
            .select('remember_token.hash')
            .whereRef('remember_token.device_id', '=', 'device.id')
            .where('remember_token.used_at', 'is', null)
            .where('remember_token.ends_at', '>', now),
        ),
      ])
    })
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .execute()
