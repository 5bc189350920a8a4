import { afterAll, beforeAll, expect, it } from 'vitest'
import { OutsideBreaker } from '../../contracts/outside.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { type WatchedState, watchState } from '../nats/state.ts'
import type { HostedFunctions } from '../start.ts'
import { defineOutside } from './outside.ts'
import { json, standIn, status } from './stand-in-rig.test.ts'

let rig: Rig
let hosted: HostedFunctions
let watched: WatchedState<typeof OutsideBreaker>
beforeAll(async () => {
  rig = await startRig()
  hosted = await rig.host([])
  watched = watchState(rig.link, OutsideBreaker)
  await watched.ready
})
afterAll(async () => {
  await watched.stop()
  await rig.stop()
})

it('shows a system when it is first called and when its breaker opens, until the process stops', async () => {
  const house = await standIn(json(1))
  const outside = defineOutside({ name: 'Shown', tries: 1 })
  const call = () => outside.call({ url: `${house.url}/path?key=secret` }).catch(() => {})
  const shown = () => [...watched.values.values()].filter((entry) => entry.system === 'Shown')
  await call()
  await until(() => shown().length === 1)
  expect(shown()[0]).toMatchObject({ address: house.url, state: 'closed', lastError: null, triesAgainAt: null })
  house.answer = status(500)
  for (let i = 0; i < 9; i++) await call()
  await until(() => shown()[0]?.state === 'open')
  expect(shown()).toEqual([
    expect.objectContaining({
      lastError: 'Shown reports a failure of its own (status 500).',
      triesAgainAt: expect.any(String) as string,
      calls: 10,
      process: expect.stringMatching(new RegExp(`.:${process.pid}$`)) as string,
    }),
  ])
  await hosted.stop()
  await until(() => shown().length === 0)
})
