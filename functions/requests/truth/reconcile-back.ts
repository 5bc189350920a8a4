import { Reconcile, UpstreamTurned } from '../../../contracts/media-requests.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { readToTheEnd } from './read-to-the-end.ts'

/** After a longer absence all is read. */
const LONG_MS = 86_400_000

export default defineFunction({
  name: 'requests.reconcile-back',
  summary: 'Reads what changed as soon as Seerr answers again.',
  domain: requests,
  on: UpstreamTurned,
  onlyKey: 'seerr',
  timeout: '4m',
  calls: [Reconcile],
  async run({ up, downSince, at }, ctx) {
    const whole = Date.parse(at) - Date.parse(downSince) > LONG_MS
    if (up) await readToTheEnd(Reconcile, ctx, { because: 'reconnect', whole }, true)
  },
})
