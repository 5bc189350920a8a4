import { beforeEach, describe, expect, it, vi } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { breakersInUse } from './breakers.ts'
import { defineOutside } from './outside.ts'
import { failing, json, type StandIn, standIn, status } from './stand-in-rig.test.ts'

let house: StandIn
beforeEach(async () => {
  house = await standIn(json(1))
})

describe('the breaker', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
    return () => void vi.useRealTimers()
  })

  const breaker = (system: string) => breakersInUse().get(`${system} ${house.url}`)!.view()
  const times = async (n: number, work: () => Promise<unknown>): Promise<void> => {
    for (let i = 0; i < n; i++) await work().catch(() => {})
  }

  it('opens when half of 10 calls failed, leaves the system alone for 30 s, then tries one call', async () => {
    const outside = defineOutside({ name: 'Half', tries: 1 })
    const call = () => outside.call({ url: house.url })
    await times(5, call)
    house.answer = status(500)
    await times(4, call)
    expect(breaker('Half')).toMatchObject({ state: 'closed', calls: 9, failures: 4 })
    await times(1, call)
    expect(breaker('Half')).toMatchObject({ state: 'open', calls: 10, failures: 5 })
    expect(house.seen).toHaveLength(10)

    const error = await failing(call())
    expect(error).toMatchObject({ kind: 'open', retryAfterMs: 30_000 })
    expect(error.message).toBe(
      'Half failed too often; it is tried again in 30 s. The last failure: Half reports a failure of its own (status 500).',
    )
    vi.setSystemTime(Date.now() + 29_900)
    expect((await failing(call())).kind).toBe('open')
    expect(house.seen).toHaveLength(10)

    vi.setSystemTime(Date.now() + 200)
    expect((await failing(call())).kind).toBe('status')
    expect((await failing(call())).kind).toBe('open')
    expect(house.seen).toHaveLength(11)

    vi.setSystemTime(Date.now() + 30_100)
    const waiting: (() => void)[] = []
    house.answer = (...all) => void waiting.push(() => json(1)(...all))
    const trial = call()
    await until(() => waiting.length === 1)
    expect(breaker('Half').state).toBe('half-open')
    waiting[0]!()
    expect((await trial).data).toBe(1)
    expect(breaker('Half')).toMatchObject({ state: 'closed', calls: 1, failures: 0, triesAgainAt: null })
  })

  it('counts calls and not tries: 9 that fail three times each leave it closed', async () => {
    house.answer = status(500)
    const outside = defineOutside({ name: 'Nine' })
    await Promise.all(Array.from({ length: 9 }, () => outside.call({ url: house.url }).catch(() => {})))
    expect(house.seen).toHaveLength(27)
    expect(breaker('Nine')).toMatchObject({ state: 'closed', calls: 9, failures: 9 })
    await failing(outside.call({ url: house.url }))
    expect(breaker('Nine').state).toBe('open')
  })

  it('does not hold a refusal or an odd answer against a system that is alive', async () => {
    const outside = defineOutside({ name: 'Strict', tries: 1 })
    for (const answer of [status(400), status(401), status(404), status(302, { location: 'http://other/' })]) {
      house.answer = answer
      await times(10, () => outside.call({ url: house.url }))
    }
    expect(breaker('Strict')).toMatchObject({ state: 'closed', failures: 0, lastError: null })
  })

  it('stays open when the call that was to try it is called off', async () => {
    const outside = defineOutside({ name: 'Called off', tries: 1 })
    house.answer = status(500)
    await times(10, () => outside.call({ url: house.url }))
    vi.setSystemTime(Date.now() + 30_100)
    house.answer = () => {}
    const called = new AbortController()
    const trial = outside.call({ url: house.url, signal: called.signal }).catch(() => 'ended')
    await until(() => breaker('Called off').state === 'half-open')
    called.abort()
    expect(await trial).toBe('ended')
    await until(() => breaker('Called off').state === 'open')
  })

  it('stands for one address, and a trial goes past it', async () => {
    const outside = defineOutside({ name: 'Twice', tries: 1 })
    const other = await standIn(json(1))
    house.answer = status(500)
    await times(10, () => outside.call({ url: house.url }))
    expect((await outside.call({ url: other.url })).data).toBe(1)
    house.answer = json(2)
    expect((await failing(outside.call({ url: house.url }))).kind).toBe('open')
    expect((await outside.call({ url: house.url, trial: true })).data).toBe(2)
    expect(breaker('Twice').state).toBe('open')
  })
})
