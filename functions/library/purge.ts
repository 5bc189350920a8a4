import { defineFunction } from '../../bus/index.ts'
import { library } from './domain.ts'

/** Twice as long as raw webhooks are kept: after that nothing older can come to stand between. */
const KEPT_DAYS = 60
const DAY_MS = 86_400_000

export default defineFunction({
  name: 'library.purge',
  summary: 'Drops statements that nothing can repeat or come before any more.',
  domain: library,
  every: '1d',
  timeout: '2m',
  async run(slot, ctx) {
    const before = new Date(slot.at.getTime() - KEPT_DAYS * DAY_MS)
    await ctx.write(async (tx) => {
      await tx.deleteFrom('statement').where('received_at', '<', before).execute()
    })
  },
})
