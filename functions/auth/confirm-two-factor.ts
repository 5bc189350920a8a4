import { ConfirmTwoFactor, TwoFactorChanged } from '../../contracts/account.ts'
import { defineFunction } from '../../bus/index.ts'
import { ATTEMPT_EVENTS, attemptRight, beginAttempt } from './attempt.ts'
import { auth } from './domain.ts'
import { lockAccount } from './lock-account.ts'
import { ownAccount } from './own-account.ts'
import { replaceRecoveryCodes, takeAppCode } from './second-factor.ts'

export default defineFunction({
  name: 'auth.confirm-two-factor',
  summary: 'Puts the second factor in force once the app has shown a right code.',
  domain: auth,
  acts: ConfirmTwoFactor,
  emits: [TwoFactorChanged, ...ATTEMPT_EVENTS],
  async run({ code }, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account, deviceId } = own
    if (account.totp_confirmed_at !== null) ctx.refuse('CONFLICT', 'This account has a second factor already.')
    if (account.totp_secret === null) ctx.refuse('CONFLICT', 'Set up an authenticator app first.')
    const attempt = await beginAttempt(ctx, { what: 'proof', account, deviceId })
    const recoveryCodes = await ctx.write(async (tx) => {
      await lockAccount(tx, account.id)
      if (!(await takeAppCode(tx, account, code, ctx))) return null
      await attemptRight(tx, attempt, { through: true })
      await tx
        .updateTable('account')
        .set({ totp_confirmed_at: ctx.now(), updated_at: ctx.now() })
        .where('id', '=', account.id)
        .execute()
      ctx.emit(TwoFactorChanged, { userId: account.id, username: account.username, change: 'enabled' })
      return replaceRecoveryCodes(tx, account.id)
    })
    if (!recoveryCodes)
      return ctx.refuse('INVALID_CREDENTIALS', 'That code is not right. Check that the clock of the app’s device is.')
    return { recoveryCodes }
  },
})
