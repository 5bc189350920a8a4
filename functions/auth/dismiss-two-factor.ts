import { DismissTwoFactor } from '../../contracts/account.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { ownAccount } from './own-account.ts'

export default defineFunction({
  name: 'auth.dismiss-two-factor',
  summary: 'Remembers that a second factor was offered and is not wanted for now.',
  domain: auth,
  acts: DismissTwoFactor,
  async run(_input, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    await ctx.write((tx) =>
      tx
        .updateTable('account')
        .set({ two_factor_dismissed_at: ctx.now() })
        .where('id', '=', own.account.id)
        .where('two_factor_dismissed_at', 'is', null)
        .execute(),
    )
    return {}
  },
})
