import { Reconcile } from '../../../contracts/media-requests.ts'
import { defineFunction, Refused } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { readToTheEnd } from './read-to-the-end.ts'

export default defineFunction({
  name: 'requests.reconcile-due',
  summary: 'Has what webhooks missed looked for every five minutes, and when the portal starts.',
  domain: requests,
  every: '5m',
  catchUp: 'last',
  timeout: '4m',
  concurrency: { perProcess: 1 },
  calls: [Reconcile],
  async run(_slot, ctx) {
    await readToTheEnd(Reconcile, ctx, { because: 'poll' }).catch((error: unknown) => {
      // the next slot tries again
      if (!(error instanceof Refused)) throw error
      ctx.log.warn({ err: error }, 'Seerr could not be read.')
    })
  },
})
