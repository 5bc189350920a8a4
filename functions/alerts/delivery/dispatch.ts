import { SendDue } from '../../../contracts/channels.ts'
import { defineFunction, Refused } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'

export default defineFunction({
  name: 'alerts.dispatch',
  summary: 'Has sent what is due by now: tries again, and what quiet hours, digests and a summary waited for.',
  domain: alerts,
  every: '5s',
  calls: [SendDue],
  timeout: '2m',
  // a receiver that hangs holds up its own slot; the next ones go on with the others
  concurrency: { perProcess: 16 },
  async run(_slot, ctx) {
    await ctx.call(SendDue, {}).catch((error: unknown) => {
      // the next slot is near
      if (!(error instanceof Refused)) throw error
    })
  },
})
