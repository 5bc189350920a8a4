import { RenewRecoveryCodes, TwoFactorChanged } from '../../contracts/account.ts'
import { defineFunction } from '../../bus/index.ts'
import { ATTEMPT_EVENTS, attemptRight, beginAttempt } from './attempt.ts'
import { auth } from './domain.ts'
import { lockAccount } from './lock-account.ts'
import { ownAccount } from './own-account.ts'
import { replaceRecoveryCodes, takeCode } from './second-factor.ts'

export default defineFunction({
  name: 'auth.renew-recovery-codes',
  summary: 'Gives new recovery codes for a code of the second factor.',
  domain: auth,
  acts: RenewRecoveryCodes,
  emits: [TwoFactorChanged, ...ATTEMPT_EVENTS],
  async run({ code }, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account, deviceId } = own
    if (account.totp_confirmed_at === null) ctx.refuse('CONFLICT', 'This account has no second factor.')
    const attempt = await beginAttempt(ctx, { what: 'proof', account, deviceId })
    const recoveryCodes = await ctx.write(async (tx) => {
      await lockAccount(tx, account.id)
      if (!(await takeCode(tx, account, code, ctx))) return null
      await attemptRight(tx, attempt, { through: true })
      ctx.emit(TwoFactorChanged, { userId: account.id, username: account.username, change: 'recovery-codes' })
      return replaceRecoveryCodes(tx, account.id)
    })
    if (!recoveryCodes) return ctx.refuse('INVALID_CREDENTIALS', 'That code is not right, or was used before.')
    return { recoveryCodes }
  },
})
