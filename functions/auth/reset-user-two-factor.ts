import { TwoFactorChanged } from '../../contracts/account.ts'
import { ResetUserTwoFactor } from '../../contracts/people.ts'
import { defineFunction, Reject } from '../../bus/index.ts'
import { adminsOnly, notByKey } from './admins-only.ts'
import { auth } from './domain.ts'
import { lockAccount } from './lock-account.ts'
import { dropSecondFactor } from './second-factor.ts'

export default defineFunction({
  name: 'auth.reset-user-two-factor',
  summary: 'Takes the second factor off somebody else, who lost it.',
  domain: auth,
  acts: ResetUserTwoFactor,
  emits: [TwoFactorChanged],
  async run({ id }, ctx) {
    adminsOnly(ctx.meta)
    // an open window must not be enough for that
    if (id === ctx.meta.userId)
      ctx.refuse('CONFLICT', 'Turn your own second factor off on your account page, with a code of it.')
    await ctx.write(async (tx) => {
      const row = await lockAccount(tx, id)
      if (!row) throw new Reject('NOT_FOUND')
      if (row.role === 'admin') notByKey(ctx.meta)
      if (row.totp_confirmed_at === null) ctx.refuse('CONFLICT', `${row.username} has no second factor.`)
      await dropSecondFactor(tx, id)
      ctx.emit(TwoFactorChanged, { userId: id, username: row.username, change: 'reset-by-admin' })
    })
    return { id }
  },
})
