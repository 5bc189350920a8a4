import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SendDue } from '../../../contracts/channels.ts'
import { type Receiver, startReceiver } from '../../../infra/stand-ins/channels.ts'
import { until } from '../../../infra/test/fresh.ts'
import { placeOf, spawnWorker } from '../../../infra/test/worker.ts'
import { alertOf, type DeliveryRig, startDelivery, toldOf } from './delivery-rig.test.ts'

const KILLS = 6
/** In all fewer than what becomes one message. */
const EACH = 15

let at: DeliveryRig
let receivers: Receiver[]
const workers: ChildProcess[] = []
beforeAll(async () => {
  // this process lives through it, and sends, too
  at = await startDelivery({ leaseMs: 300, firstMs: 20, maxMs: 200, now: () => new Date() })
  receivers = await Promise.all(['webhook', 'webhook'].map(() => startReceiver('webhook')))
  for (const receiver of receivers) await at.channel(receiver)
})
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await Promise.all(receivers.map((receiver) => receiver.stop()))
  await at.stop()
})

async function startWorker(): Promise<ChildProcess> {
  const worker = spawnWorker('delivery-worker.ts', placeOf(at.rig))
  workers.push(worker)
  await once(worker.stdout!, 'data')
  return worker
}

test('whoever is killed while sending: everything arrives, in order, and a repeat has the id of the first time', async () => {
  const told: string[] = []
  const over = new AbortController()
  const asking = (async () => {
    while (!over.signal.aborted)
      await at.rig.client.ask(SendDue, {}, { ...at.rig.who, patienceMs: 1000 }).catch(() => {})
  })()
  try {
    for (let n = 0; n < KILLS; n++) {
      const worker = await startWorker()
      const before = receivers[0]!.taken.length
      const alerts = Array.from({ length: EACH }, () => toldOf(alertOf(), 'raised', Date.now()))
      told.push(...alerts.map(({ alert }) => alert.id))
      await at.queue(...alerts)
      // in the middle of it, at another place each time
      await until(() => receivers[0]!.taken.length > before + n * 2)
      worker.kill('SIGKILL')
      await once(worker, 'exit')
    }
    await startWorker()
    for (const receiver of receivers) {
      const distinct = () => new Map(receiver.taken.map(({ body }) => [String(body['id']), body]))
      await until(() => distinct().size >= told.length, { timeoutMs: 20_000 })
      const order = [...distinct().values()].map((body) => (body['alert'] as { id: string }).id)
      expect(order).toEqual(told)
      // a death repeats at most what was just being sent
      expect(receiver.taken.length - told.length).toBeLessThanOrEqual(KILLS)
    }
  } finally {
    // or it would ask for ever
    over.abort()
    await asking
  }
  const ledger = await at.ledger({ state: 'sent' })
  expect(ledger).toHaveLength(told.length * receivers.length)
}, 60_000)
