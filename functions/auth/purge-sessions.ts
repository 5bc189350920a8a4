import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'

export default defineFunction({
  name: 'auth.purge-sessions',
  summary: 'Forgets sessions that ended more than a day ago.',
  domain: auth,
  every: '6h',
  async run(slot, ctx) {
    const before = new Date(slot.at.getTime() - 86_400_000)
    await ctx.write(async (tx) => {
      await tx
        .deleteFrom('session')
        .where((eb) => eb.or([eb('ends_at', '<', before), eb('revoked_at', '<', before)]))
        .execute()
    })
  },
})
