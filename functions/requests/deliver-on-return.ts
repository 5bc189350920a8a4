import { UpstreamTurned } from '../../contracts/media-requests.ts'
import { DeliverOutgoing } from '../../contracts/request-delivery.ts'
import { defineFunction, Refused } from '../../bus/index.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.deliver-on-return',
  summary: 'Goes on as soon as anybody noticed that Seerr is back.',
  domain: requests,
  on: UpstreamTurned,
  calls: [DeliverOutgoing],
  timeout: '2m',
  async run({ up }, ctx) {
    if (!up) return
    await ctx.call(DeliverOutgoing, {}).catch((error: unknown) => {
      // the schedule goes on with it
      if (!(error instanceof Refused)) throw error
    })
  },
})
