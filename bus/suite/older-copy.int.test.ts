import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { ownNats, type OwnServer } from '../../infra/test/own-servers.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction } from '../index.ts'
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
    return ctx.write(async () => {
      ctx.emit(Made, { n })
      return { n }
    })
  },
})

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

describe('a server whose files were put back to an older copy', () => {
  let server: OwnServer
  let rig: Rig
  let hosted: HostedFunctions
  beforeAll(async () => {
    server = await ownNats()
    rig = await startRig({}, { natsUrl: server.url })
    hosted = await rig.host([make, see])
  })
  afterAll(async () => {
    await rig.stop()
    await server.stop()
  })

  const ids = async (): Promise<string[]> => (await storedIn(rig, 'events')).map((m) => m.id)
  const seen = async (): Promise<number[]> =>
    (await hosted.pool.query<{ n: number }>('select n from things.seen order by n')).rows.map((row) => row.n)

  async function makeAll(numbers: readonly number[]): Promise<void> {
    for (const n of numbers) await rig.client.send(Make, { n }, rig.who)
    await until(async () => (await seen()).includes(numbers.at(-1)!))
    await until(
      async () => (await hosted.pool.query('select 1 from things._outbox where published_at is null')).rowCount === 0,
    )
  }

  it('has every event again after the next start, each seen once, and goes on', async () => {
    await makeAll([1, 2, 3])
    await server.copy()
    await makeAll([4, 5, 6])
    const before = await ids()
    await hosted.stop()
    server = await server.restore()
    const { namespace, databaseUrl } = rig
    await rig.link.nc.close()
    rig = await startRig({}, { natsUrl: server.url, namespace, databaseUrl })
    expect(await ids()).toEqual(before.slice(0, 3))
    hosted = await rig.host([make, see])
    expect(await ids()).toEqual(before)
    await makeAll([7])
    expect(await seen()).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(await ids()).toHaveLength(7)
  })
})
