import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { command } from '../../contracts/define.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction } from '../index.ts'
import { newId } from '../ids.ts'
import type { HostedFunctions } from '../start.ts'
import { deadLettersOf, storedIn } from './stored.ts'
import { Made, Make, things } from './things.ts'

let poisonous = true
let letter: unknown

const make = defineFunction({
  name: 'things.make',
  summary: 'Makes a thing, unless it is poison.',
  domain: things,
  on: Make,
  emits: [Made],
  retry: { attempts: 3, first: '20ms' },
  async run({ n }, ctx) {
    if (poisonous) throw new TypeError('poison')
    return ctx.write(async (tx) => {
      await tx.insertInto('made').values({ id: ctx.meta.id, n }).execute()
      ctx.emit(Made, { n })
      return { n }
    })
  },
})

const Redo = command('things.redo', {
  summary: 'Redrives the dead letter of the test.',
  data: {},
  key: () => 'redo',
  result: z.object({}),
  refusals: ['NOT_REDOABLE'],
})

const redo = defineFunction({
  name: 'things.redo',
  summary: 'Redrives the dead letter of the test.',
  domain: things,
  on: Redo,
  async run(_data, ctx) {
    return ctx.write(async () => {
      ctx.redrive(letter)
      return {}
    })
  },
})

describe('a poison message', () => {
  let rig: Rig
  let hosted: HostedFunctions
  const id = newId()
  beforeAll(async () => {
    rig = await startRig()
    hosted = await rig.host([make, redo])
  })
  afterAll(() => rig.stop())

  it('reaches the dead letters after its attempts, with everything that is needed to understand and redo it', async () => {
    const sent = await rig.client.send(Make, { n: 6, word: 'secret word' }, rig.who, { id })
    expect(sent).toMatchObject({ state: 'done', outcome: { ok: false, code: 'INTERNAL' } })
    const [stored] = await storedIn(rig, 'commands')
    const [found] = await deadLettersOf(rig)
    expect(found).toMatchObject({
      function: 'things.make',
      key: '6',
      messageId: id,
      stream: 'commands',
      seq: 1,
      attempts: 3,
      error: { name: 'TypeError', code: 'FAILED', message: 'poison' },
      message: { subject: 'cmd.things.make.v1.6', body: stored!.text },
    })
    expect(found!.error.stack).toContain('dead-letter.int.test.ts')
    expect(found!.message.headers).toMatchObject({
      'Nats-Msg-Id': id,
      'Medianest-Actor': 'user:tester',
      'Medianest-Correlation': rig.who.correlationId,
    })
    expect(JSON.stringify(found)).not.toContain('secret word')
  })

  it('does not come again by itself', async () => {
    const info = await rig.link.jsm.consumers.info(`${rig.namespace}_CMD`, 'things_make')
    expect(info).toMatchObject({ num_ack_pending: 0, num_pending: 0 })
  })

  it('is a new dead letter when it is redriven and still fails', async () => {
    letter = (await deadLettersOf(rig))[0]
    expect(await rig.client.send(Redo, {}, rig.who)).toMatchObject({ outcome: { ok: true } })
    await until(async () => (await deadLettersOf(rig)).length === 2)
    const again = (await deadLettersOf(rig))[1]!
    expect(again).toMatchObject({ function: 'things.make', messageId: id, attempts: 3 })
  })

  it('has one effect when it is mended and redriven twice, also from either dead letter', async () => {
    poisonous = false
    const letters = await deadLettersOf(rig)
    const redriven = letters.concat(letters).map(async (one) => {
      letter = one
      return rig.client.send(Redo, {}, rig.who)
    })
    for (const sent of await Promise.all(redriven)) expect(sent).toMatchObject({ outcome: { ok: true } })
    await until(async () => {
      const info = await rig.link.jsm.consumers.info(`${rig.namespace}_CMD`, 'things_make')
      return info.num_ack_pending === 0 && info.num_pending === 0
    })
    const { rows } = await hosted.pool.query('select id, n from things.made')
    expect(rows).toEqual([{ id, n: 6 }])
    expect(await storedIn(rig, 'events')).toHaveLength(1)
  })

  it('cannot be redriven from what is no dead letter', async () => {
    letter = { function: 'things.make' }
    expect(await rig.client.send(Redo, {}, rig.who)).toMatchObject({ outcome: { ok: false, code: 'NOT_REDOABLE' } })
  })
})
