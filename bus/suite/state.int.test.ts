import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { live, state } from '../../contracts/define.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction } from '../index.ts'
import { listenLive } from '../nats/live.ts'
import { stateStore, watchState } from '../nats/state.ts'
import { Make, things } from './things.ts'

const Mood = state('things.mood', { summary: 'A mood.', data: { word: z.string(), version: z.int() } })
const Beat = live('things.beat', { summary: 'A beat.', data: { n: z.int() }, key: (d) => String(d.n) })

const make = defineFunction({
  name: 'things.make',
  summary: 'Tells of a thing and remembers it, without storing anything.',
  domain: things,
  on: Make,
  async run({ n }, ctx) {
    ctx.live(Beat, { n })
    await ctx.state(Mood).put('made', { word: String(n), version: n }, { version: n })
    return { n }
  },
})

describe('state and live signals', () => {
  let rig: Rig
  beforeAll(async () => {
    rig = await startRig()
    await rig.host([make])
  })
  afterAll(() => rig.stop())

  it('keeps the newest version whatever the order in which versions arrive', async () => {
    const store = stateStore(rig.link, Mood)
    expect(await store.put('ann', { word: 'two', version: 2 }, { version: 2 })).toBe(true)
    expect(await store.put('ann', { word: 'one', version: 1 }, { version: 1 })).toBe(false)
    expect(await store.put('ann', { word: 'two again', version: 2 }, { version: 2 })).toBe(false)
    expect(await store.get('ann')).toEqual({ word: 'two', version: 2 })
  })

  it('keeps the newest of many that are put at once, also into a place that was emptied', async () => {
    const store = stateStore(rig.link, Mood)
    for (const key of ['new', 'emptied']) {
      if (key === 'emptied') {
        await store.put(key, { word: 'old', version: 1 })
        await store.remove(key)
      }
      const versions = Array.from({ length: 20 }, (_, i) => ((i * 7) % 20) + 1)
      await Promise.all(versions.map((version) => store.put(key, { word: `${version}`, version }, { version })))
      expect(await store.get(key)).toEqual({ word: '20', version: 20 })
    }
  })

  it('takes any key and gives it back as it was', async () => {
    const store = stateStore(rig.link, Mood)
    const key = 'a.b *>/ü'
    await store.put(key, { word: 'odd', version: 1 })
    expect(await store.get(key)).toEqual({ word: 'odd', version: 1 })
    expect(await store.keys()).toContain(key)
    await store.remove(key)
    expect(await store.get(key)).toBeNull()
    expect(await store.keys()).not.toContain(key)
  })

  it('is watched: first what is there, then each change', async () => {
    const store = stateStore(rig.link, Mood)
    await store.put('bob', { word: 'glad', version: 1 })
    const changes: unknown[] = []
    const watched = watchState(
      rig.link,
      Mood,
      (key, value) => void (key === 'bob' && changes.push(value?.word ?? null)),
    )
    await watched.ready
    expect(watched.values.get('bob')).toEqual({ word: 'glad', version: 1 })
    await store.put('bob', { word: 'calm', version: 2 })
    await store.remove('bob')
    await until(() => changes.length === 3)
    expect(changes).toEqual(['glad', 'calm', null])
    expect(watched.values.has('bob')).toBe(false)
    await watched.stop()
  })

  it('leaves the copy of who watches when its time is over, and not before', async () => {
    const Brief = state('things.brief', { summary: 'Soon gone.', data: { word: z.string() }, ttlSeconds: 2 })
    const store = stateStore(rig.link, Brief)
    const changes: unknown[] = []
    const note = (key: string, value: { word: string } | null) => void changes.push([key, value?.word ?? null])
    await store.put('early', { word: 'a' })
    const watched = watchState(rig.link, Brief, note)
    await watched.ready
    await store.put('late', { word: 'b' })
    const refreshing = setInterval(() => void store.put('kept', { word: 'c' }), 100)
    await until(() => !watched.values.has('early') && !watched.values.has('late'), { timeoutMs: 8000 })
    expect(watched.values.get('kept')).toEqual({ word: 'c' })
    clearInterval(refreshing)
    expect(await store.get('late')).toBeNull()
    await until(() => !watched.values.has('kept'), { timeoutMs: 8000 })
    for (const key of ['early', 'late'])
      expect(changes.filter((change) => isDeepStrictEqual(change, [key, null]))).toHaveLength(1)
    await watched.stop()
  })

  it('is ready at once where nothing is there yet', async () => {
    const Empty = state('things.empty', { summary: 'Nothing.', data: { word: z.string() } })
    const watched = watchState(rig.link, Empty)
    await watched.ready
    expect(watched.values.size).toBe(0)
    await watched.stop()
  })

  it('reaches who listens now: a live signal and a state from inside a function', async () => {
    const heard: unknown[] = []
    const listening = listenLive(rig.link, 'live.things.beat.v1.*', (topic, data) => heard.push([topic, data]))
    expect(await rig.client.send(Make, { n: 5 }, rig.who)).toMatchObject({ outcome: { ok: true } })
    await until(() => heard.length > 0)
    expect(heard).toEqual([['live.things.beat.v1.5', { n: 5 }]])
    expect(await stateStore(rig.link, Mood).get('made')).toEqual({ word: '5', version: 5 })
    await listening.stop()
  })
})
