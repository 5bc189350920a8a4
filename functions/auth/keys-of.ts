import type { Transaction } from 'kysely'
import type { RevokedSession } from '../../contracts/auth.ts'
import type { StateStore } from '../../bus/index.ts'
import type { AuthTables } from './domain.ts'
import { announceEnd } from './revoke.ts'

/** Ids of the API keys of a person that were not revoked. */
export async function keysOf(tx: Transaction<AuthTables>, accountId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('api_key')
    .select('id')
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .execute()
  return rows.map((row) => row.id)
}

/** Keys that stay in force for a person with other rights: the edge forgets what it remembers of them, and asks again. */
export async function refreshKeys(store: StateStore<typeof RevokedSession>, ids: readonly string[]): Promise<void> {
  await announceEnd(store, ids)
  await Promise.all(ids.map((id) => store.remove(id)))
}
