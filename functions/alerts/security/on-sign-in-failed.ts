import { SignInFailed } from '../../../contracts/auth.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'

export default defineFunction({
  name: 'alerts.on-sign-in-failed',
  summary: 'Counts failed sign-ins, whoever they were.',
  domain: alerts,
  on: SignInFailed,
  async run(_data, ctx) {
    await ctx.write(async (tx) => {
      await tx
        .insertInto('failed_sign_in')
        .values({ id: ctx.meta.id, at: ctx.meta.time })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    })
  },
})
