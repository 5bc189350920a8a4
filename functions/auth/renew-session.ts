import { RenewSession } from '../../contracts/auth.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { toGrant } from './grant.ts'
import { settingsInForce } from './settings-in-force.ts'

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
      .select(['session.ends_at', 'session.device_id'])
      .where('session.id', '=', sessionId)
      .where('session.revoked_at', 'is', null)
      .where('session.ends_at', '>', new Date())
      .where('account.status', '=', 'active')
      .executeTakeFirst()
    if (!row) return ctx.refuse('UNAUTHENTICATED')
    const { device_id, ends_at, ...account } = row
    const settings = await settingsInForce(ctx.state(CurrentSettings))
    const { address } = ctx.meta
    await ctx.write((tx) =>
      tx
        .updateTable('device')
        .set({ last_seen_at: ctx.now(), ...(address === null ? {} : { address }) })
        .where('id', '=', device_id)
        .execute(),
    )
    return toGrant(account, { id: sessionId, ends_at }, settings)
  },
})
