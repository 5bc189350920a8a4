import type { Selectable } from 'kysely'
import type { ApiKey } from '../../contracts/account.ts'
import type { AuthTables } from './domain.ts'

export const toApiKey = (
  row: Omit<Selectable<AuthTables['api_key']>, 'hash' | 'account_id' | 'revoked_at'>,
): ApiKey => ({
  id: row.id,
  name: row.name,
  // checked when the key was made
  scopes: row.scopes as ApiKey['scopes'],
  createdAt: row.created_at.toISOString(),
  expiresAt: row.ends_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
})
