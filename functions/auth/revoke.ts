import type { Transaction } from 'kysely'
import type { RevokedSession } from '../../contracts/auth.ts'
import type { StateStore } from '../../bus/index.ts'
import type { AuthTables } from './domain.ts'
import { lockAccount } from './lock-account.ts'
import { signedInDevices } from './signed-in-devices.ts'

/** Ends sessions in the database and drops the "remember me" tokens that wait on their devices; gives the sessions' ids. */
export async function endSessions(
  tx: Transaction<AuthTables>,
  which: { deviceIds: readonly string[] },
): Promise<string[]> {
  if (which.deviceIds.length === 0) return []
  const rows = await tx
    .updateTable('session')
    .set({ revoked_at: new Date() })
    .where('revoked_at', 'is', null)
    .where('device_id', 'in', which.deviceIds)
    .returning('id')
    .execute()
  // a used one stays, so that its second use is noticed
  await tx.deleteFrom('remember_token').where('device_id', 'in', which.deviceIds).where('used_at', 'is', null).execute()
  return rows.map((row) => row.id)
}

/** Ends devices with all that is on them; gives the ids of the ended sessions. */
export async function endDevices(tx: Transaction<AuthTables>, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  await tx
    .updateTable('device')
    .set({ revoked_at: new Date() })
    .where('id', 'in', ids)
    .where('revoked_at', 'is', null)
    .execute()
  return endSessions(tx, { deviceIds: ids })
}

/**
 * Ends every device of a person, save one, and every sign-in that waits for its second factor; gives the sessions' ids,
 * and the devices that were signed in.
 */
export async function endAllOf(
  tx: Transaction<AuthTables>,
  accountId: string,
  { save }: { save?: string } = {},
): Promise<{ sessions: string[]; devices: { id: string; name: string }[] }> {
  await lockAccount(tx, accountId)
  const signedIn = await signedInDevices(tx, accountId)
  const rows = await tx
    .selectFrom('device')
    .select('id')
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .$if(save !== undefined, (query) => query.where('id', '!=', save ?? ''))
    .execute()
  await tx.deleteFrom('challenge').where('account_id', '=', accountId).execute()
  const sessions = await endDevices(
    tx,
    rows.map((row) => row.id),
  )
  return { sessions, devices: signedIn.filter((device) => device.id !== save) }
}

/** Tells every edge process that these sessions or API keys ended. */
export async function announceEnd(store: StateStore<typeof RevokedSession>, ids: readonly string[]): Promise<void> {
  const revokedAt = new Date().toISOString()
  await Promise.all(ids.map((id) => store.put(id, { revokedAt })))
}
