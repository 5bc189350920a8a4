import { DisableTwoFactor, TwoFactorChanged } from '../../contracts/account.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { ATTEMPT_EVENTS, attemptRight, beginAttempt } from './attempt.ts'
import { auth } from './domain.ts'
import { lockAccount } from './lock-account.ts'
import { ownAccount } from './own-account.ts'
import { needsTwoFactor } from './rights.ts'
import { dropSecondFactor, takeCode } from './second-factor.ts'
import { settingsInForce } from './settings-in-force.ts'

export default defineFunction({
  name: 'auth.disable-two-factor',
  summary: 'Takes the second factor off for a last code of it, where the house leaves that to the person.',
  domain: auth,
  acts: DisableTwoFactor,
  emits: [TwoFactorChanged, ...ATTEMPT_EVENTS],
  async run({ code }, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account, deviceId } = own
    if (account.totp_confirmed_at === null) ctx.refuse('CONFLICT', 'This account has no second factor.')
    if (needsTwoFactor(account, await settingsInForce(ctx.state(CurrentSettings))))
      ctx.refuse('FORBIDDEN', 'This house requires a second factor of admins.')
    const attempt = await beginAttempt(ctx, { what: 'proof', account, deviceId })
    const taken = await ctx.write(async (tx) => {
      await lockAccount(tx, account.id)
      if (!(await takeCode(tx, account, code, ctx))) return false
      await attemptRight(tx, attempt, { through: true })
      await dropSecondFactor(tx, account.id)
      ctx.emit(TwoFactorChanged, { userId: account.id, username: account.username, change: 'disabled' })
      return true
    })
    if (!taken) ctx.refuse('INVALID_CREDENTIALS', 'That code is not right, or was used before.')
    return {}
  },
})
