import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction } from '../index.ts'
import { ensureStreams } from '../nats/streams.ts'
import type { HostedFunctions } from '../start.ts'
import { storedIn } from './stored.ts'
import { Made, Make, things } from './things.ts'

const make = defineFunction({
  name: 'things.make',
  summary: 'Makes a thing.',
  domain: things,
  on: Make,
  emits: [Made],
  async run({ n }, ctx) {
    return ctx.write(async (tx) => {
      await tx.insertInto('made').values({ id: ctx.meta.id, n }).execute()
      ctx.emit(Made, { n })
      return { n }
    })
  },
})

// without a word on where to begin: it must not take a stream that was made again for its own first start
const see = defineFunction({
  name: 'things.see',
  summary: 'Notes what was made.',
  domain: things,
  on: Made,
  async run({ n }, ctx) {
    await ctx.write(async (tx) => {
      await tx.insertInto('seen').values({ id: ctx.meta.id, n }).execute()
    })
  },
})

// the server takes an id again as soon as its window is over
const limits = { duplicateWindowMs: 100 }

describe('a journal that lost messages which the database has', () => {
  let rig: Rig
  let hosted: HostedFunctions
  let events: string
  beforeAll(async () => {
    rig = await startRig(limits)
    events = `${rig.namespace}_EVT`
    hosted = await rig.host([make, see])
  })
  afterAll(() => rig.stop())

  const ids = async (): Promise<string[]> => (await storedIn(rig, 'events')).map((m) => m.id)
  const seen = async (): Promise<number[]> =>
    (await hosted.pool.query<{ n: number }>('select n from things.seen order by n')).rows.map((row) => row.n)

  /** Makes things, each announced and seen. */
  async function makeAll(numbers: readonly number[]): Promise<void> {
    for (const n of numbers) await rig.client.send(Make, { n }, rig.who)
    await until(async () => (await seen()).includes(numbers.at(-1)!))
    await until(
      async () => (await hosted.pool.query('select 1 from things._outbox where published_at is null')).rowCount === 0,
    )
  }

  it('gets them back under their own ids, and what follows from them stays single', async () => {
    await makeAll([1, 2, 3, 4, 5, 6])
    const before = await ids()
    for (const seq of [2, 4, 6]) await rig.link.jsm.streams.deleteMessage(events, seq)
    let repaired = 0
    await until(async () => (repaired += await hosted.repair()) === 3)
    expect((await ids()).sort()).toEqual(before.toSorted())
    await untilIdle()
    expect(await seen()).toEqual([1, 2, 3, 4, 5, 6])
    expect(await hosted.repair()).toBe(0)
  })

  it('is made whole after its stream was deleted and made again, also for events that nobody had handled', async () => {
    const before = await ids()
    await hosted.stop()
    hosted = await rig.host([make])
    await rig.client.send(Make, { n: 7 }, rig.who)
    await until(async () => (await ids()).length === 7)
    await hosted.stop()
    await rig.link.jsm.streams.delete(events)
    await ensureStreams(rig.link, limits)
    // a start notices by itself that the stream is another one
    hosted = await rig.host([make, see])
    await until(async () => (await ids()).length === 7)
    // the order of the outbox, which is the order of the commits
    const { rows } = await hosted.pool.query<{ id: string }>('select id from things._outbox order by position')
    expect(await ids()).toEqual(rows.map((row) => row.id))
    expect(await ids()).toEqual(expect.arrayContaining(before))
    await until(async () => (await seen()).length === 7)
    await untilIdle()
    expect(await seen()).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('is made whole while the portal runs, without anybody asking', async () => {
    await rig.link.jsm.streams.delete(events)
    await ensureStreams(rig.link, limits)
    await until(async () => (await ids()).length === 7, { timeoutMs: 20_000 })
    await makeAll([8])
    await untilIdle()
    expect(await seen()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('winds back consumers that stand behind the end of a stream which was put back', async () => {
    await hosted.stop()
    // as after a restore: the stream ends before the place where the consumer stands
    await rig.link.jsm.streams.delete(events)
    await ensureStreams(rig.link, limits)
    await rig.link.jsm.consumers.add(events, {
      durable_name: 'things_see',
      filter_subjects: [`${rig.namespace}.evt.things.made.v1.*`, `${rig.namespace}.rdv.events.things.see`],
      ack_policy: 'explicit',
      deliver_policy: 'by_start_sequence',
      opt_start_seq: 1000,
    })
    hosted = await rig.host([make, see])
    await until(async () => (await ids()).length === 8)
    await makeAll([9])
    await untilIdle()
    expect(await seen()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  async function untilIdle(): Promise<void> {
    await until(
      async () => {
        const info = await rig.link.jsm.consumers.info(events, 'things_see')
        return info.num_pending === 0 && info.num_ack_pending === 0
      },
      { timeoutMs: 10_000 },
    )
  }
})
