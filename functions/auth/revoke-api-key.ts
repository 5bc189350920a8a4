import { ApiKeyRevoked, RevokeApiKey } from '../../contracts/account.ts'
import { RevokedSession } from '../../contracts/auth.ts'
import { defineFunction, Reject } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { ownAccount } from './own-account.ts'
import { announceEnd } from './revoke.ts'

export default defineFunction({
  name: 'auth.revoke-api-key',
  summary: 'Ends one API key of the person, on every edge process.',
  domain: auth,
  acts: RevokeApiKey,
  emits: [ApiKeyRevoked],
  async run({ id }, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account } = own
    await ctx.write(async (tx) => {
      const key = await tx
        .updateTable('api_key')
        .set({ revoked_at: ctx.now() })
        .where('id', '=', id)
        .where('account_id', '=', account.id)
        .where('revoked_at', 'is', null)
        .returning('name')
        .executeTakeFirst()
      if (!key) throw new Reject('NOT_FOUND')
      ctx.emit(ApiKeyRevoked, { userId: account.id, username: account.username, keyId: id, name: key.name })
    })
    await announceEnd(ctx.state(RevokedSession), [id])
    return { id }
  },
})
