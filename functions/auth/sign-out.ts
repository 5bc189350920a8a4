import { RevokedSession, SignedOut, SignOut } from '../../contracts/auth.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { announceEnd, endSessions } from './revoke.ts'

export default defineFunction({
  name: 'auth.sign-out',
  summary: 'Ends the session that asks, on every edge process.',
  domain: auth,
  acts: SignOut,
  emits: [SignedOut],
  async run(_input, ctx) {
    const { sessionId } = ctx.meta
    if (!sessionId) return {}
    const ended = await ctx.write(async (tx) => {
      const person = await tx
        .selectFrom('session')
        .innerJoin('account', 'account.id', 'session.account_id')
        .select(['account.id', 'account.username'])
        .where('session.id', '=', sessionId)
        .executeTakeFirst()
      const ids = await endSessions(tx, { sessionId })
      if (person && ids.length > 0) ctx.emit(SignedOut, { userId: person.id, username: person.username, sessionId })
      return [sessionId]
    })
    await announceEnd(ctx.state(RevokedSession), ended)
    return {}
  },
})
