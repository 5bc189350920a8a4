import { afterAll, beforeAll, expect, it } from 'vitest'
import { OutsideBreaker } from '../../contracts/outside.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { startTestPortal, TestBrowser } from '../../infra/test/test-portal.ts'
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
  expect(shown()[0]).toMatchObject({
    address: house.url,
    state: 'closed',
    lastError: null,
    triesAgainAt: null,
    calls: 1,
    failures: 0,
  })
  house.answer = status(500)
  await call()
  await until(() => shown()[0]?.lastError === 'Shown reports a failure of its own (status 500).')
  expect(shown()[0]).toMatchObject({ state: 'closed', calls: 2, failures: 1 })
  for (let i = 0; i < 8; i++) await call()
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

it('is read by an admin, and by nobody else', async () => {
  const portal = await startTestPortal()
  try {
    const house = await standIn(json(1))
    await defineOutside({ name: 'Read' }).call({ url: house.url })
    const path = '/api/admin/outside'
    expect((await new TestBrowser(portal.url).call('GET', path)).status).toBe(401)
    const admin = await new TestBrowser(portal.url).signInAsAdmin()
    const seen = await until(async () => {
      const { json: answer } = await admin.call('GET', path)
      const systems = answer.data?.['systems'] as OutsideBreaker[] | undefined
      return systems?.find((entry) => entry.system === 'Read')
    })
    expect(seen).toMatchObject({
      address: house.url,
      state: 'closed',
      calls: expect.any(Number) as number,
      failures: 0,
    })
  } finally {
    await portal.stop()
  }
})
