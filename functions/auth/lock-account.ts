import type { Transaction } from 'kysely'
import type { AuthTables } from './domain.ts'
import type { AccountRow } from './rights.ts'

/**
 * The account as it stands now, held until the commit. Whatever changes sessions, devices or factors of a person takes
 * this first, so that nobody slips in while they are being shut out, and no two wait for each other.
 */
export const lockAccount = (tx: Transaction<AuthTables>, id: string): Promise<AccountRow | undefined> =>
  tx.selectFrom('account').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
