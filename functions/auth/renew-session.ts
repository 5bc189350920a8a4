import { RenewSession } from '../../contracts/auth.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { toGrant } from './grant.ts'

export default defineFunction({
  name: 'auth.renew-session',
  summary: 'Gives a fresh grant while the session lives; rights are read anew.',
  domain: auth,
  acts: RenewSession,
  async run({ sessionId }, ctx) {
    const row = await ctx.db
      .selectFrom('session')
      .innerJoin('account', 'account.id', 'session.account_id')
      .selectAll('account')
      .select('session.ends_at')
      .where('session.id', '=', sessionId)
      .where('session.revoked_at', 'is', null)
      .where('session.ends_at', '>', new Date())
      .executeTakeFirst()
    if (!row) return ctx.refuse('UNAUTHENTICATED')
    return toGrant(row, { id: sessionId, ends_at: row.ends_at })
  },
})
