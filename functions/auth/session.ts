import { GetSession } from '../../contracts/auth.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { toUser } from './grant.ts'
import { ownAccount } from './own-account.ts'
import { isOfferedTwoFactor, lacksTwoFactor } from './rights.ts'
import { settingsInForce } from './settings-in-force.ts'

export default defineFunction({
  name: 'auth.session',
  summary: 'Tells who the session belongs to.',
  domain: auth,
  answers: GetSession,
  async run(_input, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account } = own
    const settings = await settingsInForce(ctx.state(CurrentSettings))
    return {
      user: toUser(account),
      passwordChangeRequired: account.password_change_required,
      twoFactorSetupRequired: lacksTwoFactor(account, settings),
      twoFactorOffered: isOfferedTwoFactor(account, settings),
      plex: account.plex_state,
    }
  },
})
