import { CheckApiKey } from '../../contracts/account.ts'
import { defineFunction } from '../../bus/index.ts'
import { toApiKey } from './api-key.ts'
import { auth } from './domain.ts'
import { toUser } from './grant.ts'
import { hashToken } from './token.ts'

/** The use of a key is noted no more often. */
const NOTE_EVERY_MS = 60_000

export default defineFunction({
  name: 'auth.check-api-key',
  summary: 'Tells whose API key this is while it is in force, and notes its use.',
  domain: auth,
  acts: CheckApiKey,
  async run({ value }, ctx) {
    const now = ctx.now()
    const key = await ctx.db
      .selectFrom('api_key')
      .selectAll()
      .where('hash', '=', hashToken(value))
      .where('revoked_at', 'is', null)
      .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', now)]))
      .executeTakeFirst()
    const account =
      key &&
      (await ctx.db
        .selectFrom('account')
        .select(['id', 'username', 'role'])
        .where('id', '=', key.account_id)
        .where('status', '=', 'active')
        .executeTakeFirst())
    if (!key || !account) return ctx.refuse('UNAUTHENTICATED', 'This API key is not in force.')
    if (now.getTime() - (key.last_used_at?.getTime() ?? 0) >= NOTE_EVERY_MS)
      await ctx.write((tx) => tx.updateTable('api_key').set({ last_used_at: now }).where('id', '=', key.id).execute())
    const { scopes, expiresAt } = toApiKey(key)
    return { keyId: key.id, user: toUser(account), scopes, expiresAt }
  },
})
