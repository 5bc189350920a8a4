import { RevokedSession, SignedOut, SignOut } from '../../contracts/auth.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { lockAccount } from './lock-account.ts'
import { announceEnd, endDevices } from './revoke.ts'

export default defineFunction({
  name: 'auth.sign-out',
  summary: 'Ends the session that asks and forgets its device, on every edge process.',
  domain: auth,
  acts: SignOut,
  emits: [SignedOut],
  async run(_input, ctx) {
    const { sessionId } = ctx.meta
    if (!sessionId) return {}
    const ended = await ctx.write(async (tx) => {
      const row = await tx
        .selectFrom('session')
        .innerJoin('account', 'account.id', 'session.account_id')
        .select(['account.id', 'account.username', 'session.device_id'])
        .where('session.id', '=', sessionId)
        .executeTakeFirst()
      if (!row) return []
      await lockAccount(tx, row.id)
      const ids = await endDevices(tx, [row.device_id])
      if (ids.includes(sessionId)) ctx.emit(SignedOut, { userId: row.id, username: row.username, sessionId })
      return ids
    })
    // also one that had ended: whoever signs out is out
    await announceEnd(ctx.state(RevokedSession), [...new Set([sessionId, ...ended])])
    return {}
  },
})
