import { type Kysely, sql, type Transaction } from 'kysely'
import type { Quotas, UserRecord } from '../../contracts/people.ts'
import type { AuthTables } from './domain.ts'
import type { AccountRow } from './rights.ts'
import { IS_SIGNED_IN } from './signed-in-devices.ts'

/** Accounts with the number of devices on which the person is signed in. */
export const userRows = (db: Kysely<AuthTables> | Transaction<AuthTables>) =>
  db
    .selectFrom('account')
    .selectAll('account')
    .select(
      sql<string>`(select count(*) from device where device.account_id = account.id and ${IS_SIGNED_IN})`.as('devices'),
    )

export const toQuotas = (stored: AccountRow['quotas']): Quotas => ({
  requestsPerWeek: stored['requestsPerWeek'] ?? null,
  downloadsPerHour: stored['downloadsPerHour'] ?? null,
})

export const toRecord = (row: AccountRow & { devices: string }): UserRecord => ({
  id: row.id,
  username: row.username,
  email: row.email,
  role: row.role,
  status: row.status,
  quotas: toQuotas(row.quotas),
  plexUsername: row.plex_username,
  plexState: row.plex_state,
  hasPassword: row.password_hash !== null,
  twoFactor: row.totp_confirmed_at !== null,
  devices: Number(row.devices),
  createdAt: row.created_at.toISOString(),
  lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
})
