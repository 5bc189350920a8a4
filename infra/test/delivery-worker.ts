import { provide } from '../../bus/index.ts'
import { connectNats } from '../../bus/nats/connect.ts'
import { Sealer } from '../../bus/seal.ts'
import { hostFunctions } from '../../bus/start.ts'
import { delivering } from '../../functions/alerts/delivery-functions.ts'
import { DELIVERY_RULES, deliveryRules } from '../../functions/alerts/delivery/rules.ts'
import { quiet, testKey } from './quiet.ts'
import type { WorkerPlace } from './worker.ts'

// A process that sends alerts and is killed in the middle, with the delivery's own patience shortened. It says a line
// when it is ready, and ends with its parent.
process.stdin.resume().on('end', () => process.exit(0))
const { natsUrl, namespace, databaseUrl } = JSON.parse(process.env['WORKER_PLACE'] ?? '') as WorkerPlace
await hostFunctions({
  link: await connectNats(natsUrl, namespace, quiet),
  databaseUrl,
  functions: delivering,
  sealer: new Sealer([testKey]),
  log: quiet,
  provisions: [provide(deliveryRules, { ...DELIVERY_RULES, firstMs: 20, maxMs: 200, leaseMs: 300 })],
})
process.stdout.write('ready\n')
