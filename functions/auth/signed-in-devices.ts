import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { AuthTables } from './domain.ts'

/** Of a row of `device`: somebody is signed in there, or comes in by "remember me". */
export const IS_SIGNED_IN = sql<boolean>`device.revoked_at is null and (
  exists (select 1 from session where session.device_id = device.id
    and session.revoked_at is null and session.ends_at > now())
  or exists (select 1 from remember_token where remember_token.device_id = device.id
    and remember_token.used_at is null and remember_token.ends_at > now()))`

/** Devices on which a person is signed in, the latest first. */
export const signedInDevices = (
  db: Kysely<AuthTables> | Transaction<AuthTables>,
  accountId: string,
): Promise<Selectable<AuthTables['device']>[]> =>
  db
    .selectFrom('device')
    .selectAll()
    .where('account_id', '=', accountId)
    .where(IS_SIGNED_IN)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .execute()
