import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { live, state } from '../../contracts/define.ts'
import { until } from '../../infra/test/fresh.ts'
import { ownNats, type OwnServer } from '../../infra/test/own-servers.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction } from '../index.ts'
import { readJournal } from '../nats/journal.ts'
import { listenLive, sendLive } from '../nats/live.ts'
import { stateStore, watchState } from '../nats/state.ts'
import { Count, Made, Make, things } from './things.ts'

const Mood = state('things.mood', { summary: 'A mood.', data: { word: z.string(), version: z.int() } })
const Beat = live('things.beat', { summary: 'A beat.', data: { n: z.int() }, key: (d) => String(d.n) })

const slots: number[] = []
const tick = defineFunction({
  name: 'things.tick',
  summary: 'Notes its slots.',
  domain: things,
  every: '200ms',
  async run({ at }) {
    slots.push(at.getTime())
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

const count = defineFunction({
  name: 'things.count',
  summary: 'Counts nothing.',
  domain: things,
  answers: Count,
  async run() {
    return { made: 0, seen: 0 }
  },
})

describe('after the server was killed and came back', () => {
  let server: OwnServer
  let rig: Rig
  beforeAll(async () => {
    server = await ownNats()
    rig = await startRig({}, { natsUrl: server.url })
    await rig.host([tick, make, count])
  })
  afterAll(async () => {
    await rig.stop()
    await server.stop()
  })

  const publish = (n: number) => rig.client.publishEvent(Made, { n }, rig.who)

  it('readers of the journal go on where they were, and none skips or repeats an entry', async () => {
    const all: unknown[] = []
    const fromNow: unknown[] = []
    const untouched: unknown[] = []
    await publish(1)
    const readers = [
      readJournal(rig.link, 'events', { seq: 1 }, (entry) => void all.push(entry.data['n'])),
      readJournal(rig.link, 'events', { now: true }, (entry) => void fromNow.push(entry.data['n'])),
    ]
    await Promise.all(readers.map((r) => r.ready))
    await publish(2)
    const idle = readJournal(rig.link, 'events', { now: true }, (entry) => void untouched.push(entry.data['n']))
    await idle.ready
    await until(() => all.length === 2 && fromNow.length === 1)
    await server.kill()
    await publish(3)
    await server.kill()
    await publish(4)
    await until(() => all.length === 4 && fromNow.length === 3 && untouched.length === 2, { timeoutMs: 20_000 })
    expect(all).toEqual([1, 2, 3, 4])
    expect(fromNow).toEqual([2, 3, 4])
    expect(untouched).toEqual([3, 4])
    await Promise.all([...readers, idle].map((r) => r.stop()))
  })

  it('a watched state goes on, with what was put and removed meanwhile', async () => {
    const store = stateStore(rig.link, Mood)
    await store.put('ann', { word: 'glad', version: 1 })
    await store.put('bob', { word: 'glad', version: 1 })
    const watched = watchState(rig.link, Mood)
    await watched.ready
    expect(watched.values.get('ann')).toEqual({ word: 'glad', version: 1 })
    await server.kill()
    await until(() => store.put('ann', { word: 'calm', version: 2 }, { version: 2 }), { timeoutMs: 10_000 })
    await until(() => store.remove('bob').then(() => true))
    await until(() => watched.values.get('ann')?.word === 'calm' && !watched.values.has('bob'), { timeoutMs: 15_000 })
    await watched.stop()
  })

  it('live signals flow again', async () => {
    const heard: unknown[] = []
    const listening = listenLive(rig.link, 'live.things.beat.v1.*', (_topic, data) => heard.push(data))
    await server.kill()
    await until(() => {
      sendLive(rig.link, 'live.things.beat.v1.1', { n: 1 } satisfies z.input<typeof Beat.schema>)
      return heard.length > 0
    })
    await listening.stop()
  })

  it('schedules go on, though the stream of their slots lived in memory only', async () => {
    await server.kill()
    const before = slots.length
    await until(() => slots.length > before + 2, { timeoutMs: 15_000 })
  })

  it('commands are taken and answered again', async () => {
    await server.kill()
    const sent = await rig.client.send(Make, { n: 9 }, rig.who, { waitMs: 15_000 })
    expect(sent).toMatchObject({ state: 'done', outcome: { ok: true } })
  })

  it('a question is refused within seconds while the server keeps silent, and answered again after that', async () => {
    const asked = (): Promise<unknown> => rig.client.ask(Count, {}, rig.who)
    await expect(asked()).resolves.toEqual({ made: 0, seen: 0 })
    server.freeze()
    const begun = performance.now()
    await expect(asked()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expect(rig.client.send(Make, { n: 9 }, rig.who)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(performance.now() - begun).toBeLessThan(12_000)
    server.thaw()
    await until(asked, { timeoutMs: 10_000 })
  })
})
