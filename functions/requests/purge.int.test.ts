import { afterAll, beforeAll, expect, it } from 'vitest'
import { onClient } from '../../bus/pg/kysely.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { hear } from '../../bus/index.ts'
import type { RequestTables } from './domain.ts'
import purge from './purge.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

const DAY_MS = 86_400_000
const TODAY = Date.parse('2026-03-01T00:00:00.000Z')

it('forgets what is old, but not what tells a repeat of the present state', async () => {
  const { pool } = await rig.host([purge])
  const client = await pool.connect()
  await client.query(
    `set search_path to requests; insert into request_state values ('a request', 'a', 'approved', 1, now())`,
  )
  const tx = onClient<RequestTables>(client)
  const say = (lane: string, word: string, daysAgo: number) =>
    hear(tx, {
      lane,
      word,
      receivedAt: new Date(TODAY - daysAgo * DAY_MS),
      order: daysAgo,
      originId: `00000000-0000-4000-8000-${String(daysAgo).padStart(12, '0')}`,
      messageId: '00000000-0000-4000-8000-000000000001',
      correlationId: '00000000-0000-4000-8000-000000000001',
      fact: {},
    })
  await say('a request', 'asked', 90)
  await say('a request', 'approved', 80)
  await say('a request', 'approved', 70)
  await say('raw x', 'not-understood', 61)
  await say('raw y', 'not-understood', 59)
  const write = (work: (tx: unknown) => Promise<void>) => work(tx)
  await (purge.run as (slot: unknown, ctx: unknown) => Promise<void>)({ at: new Date(TODAY) }, { write })
  const { rows } = await client.query<{ lane: string; days: number }>(
    `select lane, stream_order::int as days from statement order by lane, days`,
  )
  const again = await say('a request', 'approved', 1)
  client.release(true)
  expect(rows).toEqual([
    { lane: 'a request', days: 70 },
    { lane: 'a request', days: 80 },
    { lane: 'raw y', days: 59 },
  ])
  expect(again.announce).toEqual([])
})
