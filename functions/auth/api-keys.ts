import { ListApiKeys } from '../../contracts/account.ts'
import { defineFunction } from '../../bus/index.ts'
import { toApiKey } from './api-key.ts'
import { auth } from './domain.ts'
import { ownAccount } from './own-account.ts'

export default defineFunction({
  name: 'auth.api-keys',
  summary: 'Gives the API keys of the person, the newest first; expired ones stand there until they are revoked.',
  domain: auth,
  answers: ListApiKeys,
  async run(_input, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const rows = await ctx.db
      .selectFrom('api_key')
      .selectAll()
      .where('account_id', '=', own.account.id)
      .where('revoked_at', 'is', null)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute()
    return { items: rows.map(toApiKey), nextCursor: null }
  },
})
