import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { Refused } from '../errors.ts'
import { defineFunction } from '../index.ts'
import { derivedId, newId } from '../ids.ts'
import type { HostedFunctions } from '../start.ts'
import { Count, Made, Make, things } from './things.ts'

const make = defineFunction({
  name: 'things.make',
  summary: 'Makes a thing; 13 is refused.',
  domain: things,
  on: Make,
  emits: [Made],
  retry: { attempts: 3, first: '50ms', max: '100ms' },
  async run({ n }, ctx) {
    if (n === 13) ctx.refuse('CONFLICT', 'Not thirteen.')
    if (n === 666) throw new Error('poison')
    return ctx.write(async (tx) => {
      await tx.insertInto('made').values({ id: ctx.meta.id, n }).execute()
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
  startAt: 'beginning',
  async run({ n }, ctx) {
    await ctx.write(async (tx) => {
      await tx.insertInto('seen').values({ id: ctx.meta.id, n }).execute()
    })
  },
})

const count = defineFunction({
  name: 'things.count',
  summary: 'Counts.',
  domain: things,
  answers: Count,
  async run({ atLeast }, ctx) {
    const rows = await ctx.db.selectFrom('made').select('n').execute()
    const seen = await ctx.db.selectFrom('seen').select('n').execute()
    if (rows.length < atLeast) ctx.refuse('NOT_FOUND')
    return { made: rows.length, seen: seen.length }
  },
})

describe('delivery', () => {
  let rig: Rig
  let hosted: HostedFunctions
  beforeAll(async () => {
    rig = await startRig()
    hosted = await rig.host([make, see, count])
  })
  afterAll(() => rig.stop())

  it('answers a command with its result, and its event reaches the next function', async () => {
    const before = await rig.client.ask(Count, {}, rig.who)
    const sent = await rig.client.send(Make, { n: 1 }, rig.who)
    expect(sent).toMatchObject({ state: 'done', outcome: { ok: true, data: { n: 1 } } })
    await until(async () => (await rig.client.ask(Count, {}, rig.who)).seen === before.seen + 1)
  })

  it('answers a refusal, and a repeat under the same id hears the same', async () => {
    const id = newId()
    const first = await rig.client.send(Make, { n: 13 }, rig.who, { id })
    const second = await rig.client.send(Make, { n: 13 }, rig.who, { id })
    expect(first).toMatchObject({ state: 'done', outcome: { ok: false, code: 'CONFLICT', message: 'Not thirteen.' } })
    expect(second).toEqual(first)
  })

  it('does a command once however often it is sent, and refuses another body under its id', async () => {
    const id = newId()
    const sent = await Promise.all([1, 2, 3].map(() => rig.client.send(Make, { n: 7 }, rig.who, { id })))
    for (const one of sent) expect(one).toMatchObject({ outcome: { ok: true, data: { n: 7 } } })
    const rows = await hosted.pool.query('select * from things.made where n = 7')
    expect(rows.rowCount).toBe(1)
    await expect(rig.client.send(Make, { n: 8 }, rig.who, { id })).rejects.toThrow(Refused)
  })

  it('keeps a command whose owner is away and carries it out when the owner returns', async () => {
    await hosted.stop()
    const sent = await rig.client.send(Make, { n: 21 }, rig.who, { waitMs: 50 })
    expect(sent.state).toBe('accepted')
    hosted = await rig.host([make, see, count])
    await until(async () => (await hosted.pool.query('select 1 from things.made where n = 21')).rowCount === 1)
  })

  it('gives ids that follow from the cause', async () => {
    const id = newId()
    await rig.client.send(Make, { n: 31 }, rig.who, { id })
    const rows = await until(async () => {
      const found = await hosted.pool.query<{ id: string }>('select id from things.seen where n = 31')
      return found.rows.length > 0 && found.rows
    })
    expect(rows).toEqual([{ id: derivedId(id, 'things.make', 0) }])
  })

  it('says UNAVAILABLE at once when nobody answers', async () => {
    await hosted.stop()
    await expect(rig.client.ask(Count, {}, rig.who)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    hosted = await rig.host([make, see, count])
  })

  it('puts a poison message into the dead letters after its attempts', async () => {
    await rig.client.send(Make, { n: 666 }, rig.who, { waitMs: 10 })
    const letters = await until(
      async () => {
        const info = await rig.link.jsm.streams.info(`${rig.namespace}_DLQ`)
        return info.state.messages > 0 && info.state.messages
      },
      { timeoutMs: 8000 },
    )
    expect(letters).toBe(1)
    const letter = await rig.link.jsm.streams.getMessage(`${rig.namespace}_DLQ`, { seq: 1 })
    expect(letter?.json()).toMatchObject({ function: 'things.make', attempts: 3, error: { message: 'poison' } })
  })

  it('keeps a domain out of the tables of another', async () => {
    const other = { ...things, name: 'others' } as typeof things
    const intruder = defineFunction({
      name: 'others.count',
      summary: 'Reads where it must not.',
      domain: other,
      answers: { ...Count, type: 'others.count', domain: 'others' } as unknown as typeof Count,
      async run(_input, ctx) {
        await ctx.db.withSchema('things').selectFrom('made').selectAll().execute()
        return { made: 0, seen: 0 }
      },
    })
    await rig.host([intruder])
    const asked = rig.client.ask(
      { ...Count, type: 'others.count', domain: 'others' } as unknown as typeof Count,
      {},
      rig.who,
    )
    await expect(asked).rejects.toMatchObject({ code: 'INTERNAL' })
  })
})
