import { DeliverOutgoing } from '../../contracts/request-delivery.ts'
import { defineFunction, Refused } from '../../bus/index.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.deliver',
  summary: 'Has told what Seerr has not heard yet.',
  domain: requests,
  every: '5s',
  calls: [DeliverOutgoing],
  timeout: '2m',
  async run(_slot, ctx) {
    await ctx.call(DeliverOutgoing, {}).catch((error: unknown) => {
      // the next slot is near
      if (!(error instanceof Refused)) throw error
    })
  },
})
