import type { Kysely, Transaction } from 'kysely'
import type { Role } from '../../../contracts/auth.ts'
import type { Settings } from '../../../contracts/settings-schema.ts'
import type { RequestTables } from '../domain.ts'

export const QUOTA_DAYS = 7
const WINDOW_MS = QUOTA_DAYS * 86_400_000

/** What was never carried out uses nothing up. */
const FREE = ['declined', 'refused', 'withdrawn'] as const

/** How many requests a person may make in seven days: their own number, else their role's; null is no limit of ours. */
export function limitOf(own: number | null, role: Role | null, settings: Settings): number | null {
  if (own !== null) return own
  const { adminRequestsPerWeek, memberRequestsPerWeek } = settings.requests
  return role === 'admin' ? adminRequestsPerWeek : memberRequestsPerWeek
}

/** When the requests that count were made, the oldest first. */
export async function usedBy(
  db: Kysely<RequestTables> | Transaction<RequestTables>,
  userId: string,
  now: Date,
): Promise<Date[]> {
  const rows = await db
    .selectFrom('request')
    .select('created_at')
    .where('user_id', '=', userId)
    .where('created_at', '>', new Date(now.getTime() - WINDOW_MS))
    .where('status', 'not in', FREE)
    .orderBy('created_at')
    .execute()
  return rows.map(({ created_at: at }) => at)
}

/** When the next one may be made after `used` reached the limit; null where that never comes. */
export function freeAgainAt(used: readonly Date[], limit: number): Date | null {
  const oldest = limit > 0 ? used[used.length - limit] : undefined
  return oldest ? new Date(oldest.getTime() + WINDOW_MS) : null
}
