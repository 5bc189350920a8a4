import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction } from '../index.ts'
import { ACK_WAIT_MS } from '../nats/consumer.ts'
import { Made, things } from './things.ts'

const runs: { n: number; attempt: number }[] = []

const see = defineFunction({
  name: 'things.see',
  summary: 'Takes longer than the server waits for a word.',
  domain: things,
  on: Made,
  startAt: 'beginning',
  timeout: '30s',
  concurrency: { perProcess: 1 },
  async run({ n }, ctx) {
    runs.push({ n, attempt: ctx.meta.attempt })
    await wait(ACK_WAIT_MS + 1000)
    await ctx.write(async (tx) => {
      await tx.insertInto('seen').values({ id: ctx.meta.id, n }).execute()
    })
  },
})

describe('work that takes longer than the server waits for a word', () => {
  let rig: Rig
  beforeAll(async () => {
    rig = await startRig()
  })
  afterAll(() => rig.stop())

  it('is not begun a second time by any process, neither while it runs nor while it waits its turn', async () => {
    await rig.host([see])
    for (const n of [1, 2]) await rig.client.publishEvent(Made, { n }, rig.who)
    await until(() => runs.length === 1)
    const hosted = await rig.host([see])
    await until(async () => (await hosted.pool.query('select 1 from things.seen')).rowCount === 2, {
      timeoutMs: 29_000,
    })
    await until(async () => {
      const info = await rig.link.jsm.consumers.info(`${rig.namespace}_EVT`, 'things_see')
      return info.num_ack_pending === 0 && info.num_pending === 0
    })
    expect(runs.sort((a, b) => a.n - b.n)).toEqual([1, 2].map((n) => ({ n, attempt: 1 })))
  })
})
