import { SetUpTwoFactor } from '../../contracts/account.ts'
import { defineFunction } from '../../bus/index.ts'
import { ATTEMPT_EVENTS, attemptRight, beginAttempt } from './attempt.ts'
import { auth } from './domain.ts'
import { ownAccount } from './own-account.ts'
import { isPassword } from './password.ts'
import { newTotp } from './totp.ts'

export default defineFunction({
  name: 'auth.set-up-two-factor',
  summary: 'Makes a secret that waits for its first code.',
  domain: auth,
  acts: SetUpTwoFactor,
  emits: [...ATTEMPT_EVENTS],
  async run({ password }, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account, deviceId } = own
    if (account.totp_confirmed_at !== null)
      ctx.refuse('CONFLICT', 'This account has a second factor already. Turn it off first to set up another.')
    const attempt = await beginAttempt(ctx, { what: 'proof', account, deviceId })
    if (account.password_hash !== null && !(await isPassword(account.password_hash, password ?? '')))
      ctx.refuse('INVALID_CREDENTIALS', 'The password is not right.')
    const made = newTotp(account.username)
    await ctx.write(async (tx) => {
      await tx
        .updateTable('account')
        .set({ totp_secret: ctx.seal(made.secret), totp_last_step: null })
        .where('id', '=', account.id)
        .where('totp_confirmed_at', 'is', null)
        .execute()
      await attemptRight(tx, attempt, { through: true })
    })
    return made
  },
})
