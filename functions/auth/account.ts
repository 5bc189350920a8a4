import { GetAccount } from '../../contracts/account.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { toUser } from './grant.ts'
import { ownAccount } from './own-account.ts'
import { needsTwoFactor } from './rights.ts'
import { settingsInForce } from './settings-in-force.ts'

export default defineFunction({
  name: 'auth.account',
  summary: 'Gives the own account.',
  domain: auth,
  answers: GetAccount,
  async run(_input, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account } = own
    const left = await ctx.db
      .selectFrom('recovery_code')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('account_id', '=', account.id)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow()
    return {
      user: toUser(account),
      email: account.email,
      hasPassword: account.password_hash !== null,
      plex: { state: account.plex_state, username: account.plex_username },
      twoFactor: {
        enabled: account.totp_confirmed_at !== null,
        recoveryCodesLeft: Number(left.count),
        required: needsTwoFactor(account, await settingsInForce(ctx.state(CurrentSettings))),
      },
      createdAt: account.created_at.toISOString(),
    }
  },
})
