import { Reconcile } from '../../../contracts/media-requests.ts'
import { ServiceConfigured } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { readToTheEnd } from './read-to-the-end.ts'

export default defineFunction({
  name: 'requests.reconcile-connected',
  summary: 'Reads all requests as soon as Seerr is connected, or connected in another way.',
  domain: requests,
  on: ServiceConfigured,
  onlyKey: 'overseerr',
  timeout: '4m',
  calls: [Reconcile],
  run: async ({ enabled }, ctx) => {
    if (enabled) await readToTheEnd(Reconcile, ctx, { because: 'start', whole: true }, true)
  },
})
