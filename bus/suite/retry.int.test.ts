import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction, Reject, RetryAfter } from '../index.ts'
import { newId } from '../ids.ts'
import { HEADER } from '../message.ts'
import { publish } from '../nats/publish.ts'
import type { HostedFunctions } from '../start.ts'
import { deadLettersOf } from './stored.ts'
import { Made, Make, things } from './things.ts'

interface Try {
  attempt: number
  at: number
}

const tries: Try[] = []
let behave: (attempt: number, signal: AbortSignal) => Promise<void> = async () => {}

const make = defineFunction({
  name: 'things.make',
  summary: 'Does what the test says.',
  domain: things,
  on: Make,
  retry: { attempts: 4, first: '100ms', max: '2s' },
  timeout: '200ms',
  async run({ n }, ctx) {
    tries.push({ attempt: ctx.meta.attempt, at: performance.now() })
    await behave(tries.length, ctx.signal)
    return { n }
  },
})

const see = defineFunction({
  name: 'things.see',
  summary: 'Does what the test says.',
  domain: things,
  on: Made,
  startAt: 'beginning',
  retry: { attempts: 4, first: '100ms' },
  async run(_data, ctx) {
    tries.push({ attempt: ctx.meta.attempt, at: performance.now() })
    await behave(tries.length, ctx.signal)
  },
})

describe('a message that does not come to an end at once', () => {
  let rig: Rig
  let hosted: HostedFunctions
  beforeAll(async () => {
    rig = await startRig()
    hosted = await rig.host([make, see])
  })
  afterAll(() => rig.stop())
  beforeEach(() => {
    tries.length = 0
  })

  it('comes again with growing delays, and each try knows its number', async () => {
    behave = async (nth) => {
      if (nth < 4) throw new Error('not yet')
    }
    const sent = await rig.client.send(Make, { n: 1 }, rig.who, { waitMs: 5000 })
    expect(sent).toMatchObject({ state: 'done', outcome: { ok: true } })
    expect(tries.map((t) => t.attempt)).toEqual([1, 2, 3, 4])
    const gaps = tries.slice(1).map((t, i) => t.at - tries[i]!.at)
    // 100, 200, 400 ms with a quarter of jitter each way
    for (const [i, gap] of gaps.entries()) expect(gap).toBeGreaterThanOrEqual(75 * 2 ** i - 5)
    expect(gaps[2]).toBeGreaterThan(gaps[0]!)
    expect(await hosted.pool.query('select 1 from things._attempt')).toMatchObject({ rowCount: 0 })
  })

  it('uses up no attempt while it waits for something outside', async () => {
    behave = async (nth) => {
      if (nth <= 6) throw new RetryAfter(20)
      if (nth <= 8) throw new Error('now it fails')
    }
    const sent = await rig.client.send(Make, { n: 2 }, rig.who, { waitMs: 5000 })
    expect(sent).toMatchObject({ state: 'done', outcome: { ok: true } })
    expect(tries.map((t) => t.attempt)).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 3])
  })

  it('becomes an outbox row when the wait is longer than 5 minutes, and comes back when that is over', async () => {
    behave = async (nth) => {
      if (nth === 1) throw new RetryAfter(600_000)
    }
    const id = newId()
    const sent = await rig.client.send(Make, { n: 3 }, rig.who, { id, waitMs: 0 })
    expect(sent.state).toBe('accepted')
    const row = await until(async () => {
      const { rows } = await hosted.pool.query<{ id: string; wait: number }>(
        `select id, extract(epoch from not_before - now())::int as wait from things._outbox
         where published_at is null and headers like '%' || $1 || '%'`,
        [id],
      )
      return rows[0]
    })
    expect(row.wait).toBeGreaterThan(590)
    const consumer = () => rig.link.jsm.consumers.info(`${rig.namespace}_CMD`, 'things_make')
    await until(async () => (await consumer()).num_ack_pending === 0)
    const past = "now() - interval '1 minute'"
    await hosted.pool.query(`update things._outbox set not_before = ${past}, created_at = ${past} where id = $1`, [
      row.id,
    ])
    await until(async () => (await rig.client.send(Make, { n: 3 }, rig.who, { id, waitMs: 100 })).state === 'done')
    expect(tries.map((t) => t.attempt)).toEqual([1, 1])
  })

  it('is aborted at its timeout and tried again', async () => {
    let aborted = false
    behave = async (nth, signal) => {
      if (nth > 1) return
      await new Promise((never) => signal.addEventListener('abort', never))
      aborted = true
    }
    const sent = await rig.client.send(Make, { n: 4 }, rig.who, { waitMs: 5000 })
    expect(sent).toMatchObject({ state: 'done', outcome: { ok: true } })
    expect(tries.map((t) => t.attempt)).toEqual([1, 2])
    expect(aborted).toBe(true)
  })

  it('goes to the dead letters at once when it is an event that is rejected', async () => {
    behave = async () => {
      throw new Reject('CONFLICT', 'It cannot be.')
    }
    await rig.client.publishEvent(Made, { n: 5 }, rig.who)
    const letters = await until(async () => {
      const found = await deadLettersOf(rig)
      return found.length > 0 && found
    })
    expect(letters).toMatchObject([{ function: 'things.see', attempts: 1, error: { code: 'CONFLICT' } }])
    expect(tries).toHaveLength(1)
  })

  it('is INVALID before run when its data is not what the contract says', async () => {
    const raw = (stream: 'events' | 'commands', subject: string, type: string) => ({
      id: newId(),
      stream,
      subject,
      headers: { [HEADER.type]: type, [HEADER.correlation]: newId(), [HEADER.time]: new Date().toISOString() },
      body: JSON.stringify({ n: 'six' }),
    })
    const event = raw('events', 'evt.things.made.v1.6', 'things.made.v1')
    await publish(rig.link, event)
    const letter = await until(async () => (await deadLettersOf(rig)).find((l) => l.messageId === event.id))
    expect(letter).toMatchObject({ attempts: 1, error: { code: 'INVALID' }, message: { body: event.body } })
    const command = raw('commands', 'cmd.things.make.v1.6', 'things.make.v1')
    await publish(rig.link, command)
    const outcome = await until(async () => {
      const { rows } = await hosted.pool.query('select outcome from things._outcome where message_id = $1', [
        command.id,
      ])
      return rows[0] as { outcome: string } | undefined
    })
    expect(JSON.parse(rig.sealer.open(outcome.outcome))).toMatchObject({ ok: false, code: 'INVALID' })
    expect(tries).toEqual([])
  })

  it('keeps what has no headers of ours as a dead letter too, once', async () => {
    const before = (await deadLettersOf(rig)).length
    await rig.link.js.publish(`${rig.namespace}.evt.things.made.v1.7`, 'not even JSON')
    await until(async () => (await deadLettersOf(rig)).length === before + 1)
    expect((await deadLettersOf(rig)).at(-1)).toMatchObject({
      error: { code: 'INVALID' },
      message: { body: 'not even JSON' },
    })
  })
})
