import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { StorageFull } from '../errors.ts'
import { defineFunction } from '../index.ts'
import type { HostedFunctions } from '../start.ts'
import { storedIn } from './stored.ts'
import { Made, Make, things } from './things.ts'

const see = defineFunction({
  name: 'things.see',
  summary: 'Asks for another thing and tells of it.',
  domain: things,
  on: Made,
  startAt: 'beginning',
  emits: [Make, Made],
  async run({ n }, ctx) {
    await ctx.write(async () => {
      if (n < 100) {
        ctx.emit(Make, { n: n + 100 })
        ctx.emit(Made, { n: n + 100 })
      }
    })
  },
})

describe('a full stream of commands', () => {
  let rig: Rig
  let hosted: HostedFunctions
  beforeAll(async () => {
    rig = await startRig({ maxMsgs: { commands: 3 } })
    hosted = await rig.host([see])
  })
  afterAll(() => rig.stop())

  it('refuses work with StorageFull and keeps what it has', async () => {
    for (const n of [1, 2, 3]) await rig.client.send(Make, { n }, rig.who, { waitMs: 0 })
    await expect(rig.client.send(Make, { n: 4 }, rig.who, { waitMs: 0 })).rejects.toThrow(StorageFull)
    expect((await storedIn(rig, 'commands')).map((m) => JSON.parse(m.text) as unknown)).toEqual([
      { n: 1 },
      { n: 2 },
      { n: 3 },
    ])
  })

  it('keeps emitted commands in the outbox without holding up events, and takes them when there is room', async () => {
    await rig.client.publishEvent(Made, { n: 5 }, rig.who)
    await until(async () => (await storedIn(rig, 'events')).some((m) => m.text === '{"n":105}'))
    // older than the sweeper's patience: the command stands first in its way
    await hosted.pool.query("update things._outbox set created_at = now() - interval '1 minute'")
    const late = { id: '00000000-0000-5000-8000-000000000001', stream: 'events', subject: 'evt.things.made.v1.7' }
    const [{ headers } = { headers: '' }] = (
      await hosted.pool.query<{ headers: string }>("select headers from things._outbox where stream = 'events'")
    ).rows
    await hosted.pool.query(
      `insert into things._outbox (id, stream, subject, headers, body, created_at)
       values ($1, $2, $3, $4, '{"n":107}', now() - interval '1 minute')`,
      [late.id, late.stream, late.subject, headers],
    )
    await until(async () => (await storedIn(rig, 'events')).some((m) => m.id === late.id))
    await rig.link.jsm.streams.purge(`${rig.namespace}_CMD`)
    await until(async () => (await storedIn(rig, 'commands')).some((m) => m.text === '{"n":105}'))
  })
})
