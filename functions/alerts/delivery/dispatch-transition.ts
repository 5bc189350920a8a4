import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { SendDue } from '../../../contracts/channels.ts'
import { defineFunction, Refused } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'

export default defineFunction({
  name: 'alerts.dispatch-transition',
  summary: 'Has a new message sent at once.',
  domain: alerts,
  on: AlertTransitioned,
  calls: [SendDue],
  timeout: '2m',
  concurrency: { perProcess: 16 },
  async run(_transition, ctx) {
    await ctx.call(SendDue, {}).catch((error: unknown) => {
      // it is sent with the next slot
      if (!(error instanceof Refused)) throw error
    })
  },
})
