import type { Kysely } from 'kysely'
import type { MessageMeta } from '../../bus/index.ts'
import type { AuthTables } from './domain.ts'
import type { AccountRow } from './rights.ts'

export interface Own {
  account: AccountRow
  sessionId: string
  deviceId: string
}

/** Whose session asks; undefined when there is none, or when it or its person is not in force any more. */
export async function ownAccount(ctx: {
  db: Kysely<AuthTables>
  meta: Pick<MessageMeta, 'sessionId'>
}): Promise<Own | undefined> {
  const { sessionId } = ctx.meta
  if (!sessionId) return undefined
  const row = await ctx.db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .selectAll('account')
    .select('session.device_id')
    .where('session.id', '=', sessionId)
    .where('session.revoked_at', 'is', null)
    .where('session.ends_at', '>', new Date())
    .where('account.status', '=', 'active')
    .executeTakeFirst()
  if (!row) return undefined
  const { device_id, ...account } = row
  return { account, sessionId, deviceId: device_id }
}
