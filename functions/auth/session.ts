import { GetSession } from '../../contracts/auth.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { toUser } from './grant.ts'

export default defineFunction({
  name: 'auth.session',
  summary: 'Tells who the session belongs to.',
  domain: auth,
  answers: GetSession,
  async run(_input, ctx) {
    const row = await ctx.db
      .selectFrom('session')
      .innerJoin('account', 'account.id', 'session.account_id')
      .selectAll('account')
      .where('session.id', '=', ctx.meta.sessionId ?? '00000000-0000-0000-0000-000000000000')
      .where('session.revoked_at', 'is', null)
      .executeTakeFirst()
    if (!row) return ctx.refuse('UNAUTHENTICATED')
    return { user: toUser(row), passwordChangeRequired: row.password_change_required }
  },
})
