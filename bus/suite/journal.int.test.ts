import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { event } from '../../contracts/define.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction, type Recorded, Reject } from '../index.ts'
import { newId } from '../ids.ts'
import { readJournal } from '../nats/journal.ts'
import type { HostedFunctions } from '../start.ts'
import { Made, Make, things } from './things.ts'

const Hooked = event('things.hooked', {
  summary: 'A raw body came in.',
  data: { body: z.string() },
  key: () => 'raw',
  stream: 'hooks',
})

let refusals = 0
const batches: number[] = []

const index = defineFunction({
  name: 'things.index',
  summary: 'Notes the id of every entry.',
  domain: things,
  projects: 'journal',
  async run(entries, ctx) {
    batches.push(entries.length)
    await ctx.write(async (tx) => {
      for (const entry of entries) await sql`insert into seen (id, n) values (${entry.id}, ${entry.seq})`.execute(tx)
      if (refusals-- > 0) throw new Error('not this time')
    })
  },
})

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

const reject = defineFunction({
  name: 'things.reject',
  summary: 'Takes nothing.',
  domain: things,
  on: Hooked,
  startAt: 'beginning',
  async run() {
    throw new Reject('INVALID', 'Not understood.')
  },
})

describe('the journal', () => {
  let rig: Rig
  let hosted: HostedFunctions
  beforeAll(async () => {
    rig = await startRig()
    hosted = await rig.host([index, make, reject])
  })
  afterAll(() => rig.stop())

  const seen = async (id: string): Promise<number> =>
    (await hosted.pool.query('select 1 from things.seen where id = $1', [id])).rowCount ?? 0

  it('reaches a projection from every stream, with what an entry is made of', async () => {
    const entries: Recorded[] = []
    const readers = (['events', 'commands', 'hooks', 'dead-letters'] as const).map((stream) =>
      readJournal(rig.link, stream, { seq: 1 }, (entry) => void entries.push(entry)),
    )
    const id = newId()
    await rig.client.send(Make, { n: 4 }, rig.who, { id })
    const hook = await rig.client.publishEvent(Hooked, { body: '{}' }, rig.who)
    await until(() => entries.length === 4)
    for (const entry of entries) await until(async () => (await seen(entry.id)) === 1)
    const shared = { correlationId: rig.who.correlationId, version: 1, domain: 'things' }
    const byKind = (kind: string, type: string) => entries.find((e) => e.kind === kind && e.type === type)
    const user = 'user:tester'
    expect(byKind('command', 'things.make')).toMatchObject({ ...shared, id, key: '4', actor: user, data: { n: 4 } })
    expect(byKind('event', 'things.made')).toMatchObject({ ...shared, causationId: id, actor: user, data: { n: 4 } })
    expect(byKind('event', 'things.hooked')).toMatchObject({ ...shared, id: hook.id, causationId: null, key: 'raw' })
    expect(byKind('dead-letter', 'things.hooked')).toMatchObject({
      ...shared,
      causationId: hook.id,
      key: 'raw',
      actor: 'function:things.reject',
    })
    await Promise.all(readers.map((r) => r.stop()))
  })

  it('comes to a projection in batches, and again when a batch could not be written', async () => {
    batches.length = 0
    refusals = 2
    const published = await Promise.all(
      Array.from({ length: 300 }, (_, n) => rig.client.publishEvent(Made, { n }, rig.who)),
    )
    await until(async () => (await seen(published.at(-1)!.id)) > 0, { timeoutMs: 10_000 })
    for (const { id } of published) await until(async () => (await seen(id)) === 1)
    expect(batches.length).toBeLessThan(150)
  })

  it('is read in the order of its stream, from a sequence, from a time, from now, or one type of it', async () => {
    const before = new Date()
    const first = await rig.client.publishEvent(Made, { n: 1001 }, rig.who)
    await rig.client.publishEvent(Made, { n: 1002 }, rig.who)
    const read = { seq: [] as number[], time: [] as number[], now: [] as number[], filtered: [] as number[] }
    const into = (list: number[]) => (entry: Recorded) => void list.push(entry.seq)
    const readers = [
      readJournal(rig.link, 'events', { seq: first.seq }, into(read.seq)),
      readJournal(rig.link, 'events', { time: before }, into(read.time)),
      readJournal(rig.link, 'events', { now: true }, into(read.now)),
      readJournal(rig.link, 'events', { seq: 1 }, into(read.filtered), ['evt.things.made.v1.1002']),
    ]
    await Promise.all(readers.map((r) => r.ready))
    await rig.client.publishEvent(Made, { n: 1003 }, rig.who)
    await until(() => read.seq.length === 3 && read.time.length === 3 && read.now.length === 1)
    expect(read).toEqual({
      seq: [first.seq, first.seq + 1, first.seq + 2],
      time: [first.seq, first.seq + 1, first.seq + 2],
      now: [first.seq + 2],
      filtered: [first.seq + 1],
    })
    await Promise.all(readers.map((r) => r.stop()))
  })

  it('passes over what is no message of ours', async () => {
    await rig.link.js.publish(`${rig.namespace}.evt.things.made.v1.1`, 'garbage')
    const last = await rig.client.publishEvent(Made, { n: 2000 }, rig.who)
    await until(async () => (await seen(last.id)) === 1)
    const read: number[] = []
    const reader = readJournal(rig.link, 'events', { seq: last.seq - 1 }, (entry) => void read.push(entry.seq))
    await until(() => read.length > 0)
    expect(read).toEqual([last.seq])
    await reader.stop()
  })
})
