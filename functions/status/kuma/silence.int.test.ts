import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from '../../../infra/test/fresh.ts'
import { startTarget, type TestTarget } from '../target-rig.test.ts'
import { type KumaRig, startKumaRig, tileAs } from './kuma-rig.test.ts'

let at: KumaRig
let web: TestTarget
beforeEach(async () => {
  web = await startTarget()
  at = await startKumaRig({ username: 'ada', password: 'the-password' })
})
afterEach(async () => {
  await at.stop()
  await web.stop()
})

const MINUTE_MS = 60_000
const changesOf = (name: string) =>
  at
    .events('status.changed')
    .filter((change) => change['name'] === name)
    .map(({ from, status }) => `${String(from)} -> ${String(status)}`)

test('it dies: last known, then our own checks, then it returns and rules again; no change is lost or doubled', async () => {
  const { kuma } = at.kuma
  const shows = kuma.add({ name: 'Shows', url: `${web.url}/shows`, interval: 20 })
  const job = kuma.add({ name: 'Job', type: 'push' })
  const asleep = kuma.add({ name: 'Asleep', url: `${web.url}/asleep` })
  for (const { id } of [shows, job, asleep]) kuma.beat(id, { status: 1 })
  await at.connect({ username: 'ada', password: 'the-password' })
  const { lastCheckAt } = await tileAs(at, 'Shows', ({ status }) => status === 'online')
  kuma.change(asleep.id, { active: false })
  await tileAs(at, 'Asleep', ({ status }) => status === 'unknown')

  await at.kuma.down()
  // within its grace nothing is said
  await at.slot()
  expect(at.events('status.source-lost')).toEqual([])
  await at.silentFor(2 * MINUTE_MS)
  await at.slot()
  await until(() => at.events('status.source-lost').length === 1)
  expect(at.events('status.source-lost')[0]).toMatchObject({
    source: 'uptime-kuma',
    error: expect.stringMatching(/Uptime Kuma/),
  })
  expect(await tileAs(at, 'Job', ({ lastKnownAt }) => lastKnownAt !== null)).toMatchObject({
    status: 'online',
    source: 'uptime-kuma',
  })

  await at.checkDue()
  const own = await tileAs(at, 'Shows', ({ source }) => source === null)
  expect(own).toMatchObject({ status: 'online', lastKnownAt: null })
  expect(Date.parse(own.lastCheckAt!)).toBeGreaterThan(Date.parse(lastCheckAt!))
  expect(web.hits.get('/shows')).toBeGreaterThan(0)
  expect(web.hits.get('/asleep')).toBeUndefined()

  web.code = 503
  const checkAgain = async (): Promise<void> => {
    await at.pool.query(`update status.monitor set next_check_at = now() where name = 'Shows'`)
    const { version } = (await at.tile('Shows'))!
    await at.checkDue()
    await tileAs(at, 'Shows', (tile) => tile.version > version)
  }
  await checkAgain()
  await checkAgain()
  await tileAs(at, 'Shows', ({ status }) => status === 'offline')
  // lost is said once, also by a process that has just started
  await at.restart()
  await at.silentFor(2 * MINUTE_MS)
  await at.slot()
  await tileAs(at, 'Shows', ({ source }) => source === null)

  // it saw the same outage, and more of it
  kuma.beat(shows.id, { status: 0, quietly: true })
  kuma.beat(job.id, { status: 0, quietly: true, at: new Date(Date.now() - 50) })
  kuma.beat(job.id, { status: 1, quietly: true })
  await at.kuma.up()
  await at.slot(10 * MINUTE_MS)
  await until(() => at.events('status.source-found').length === 1, { timeoutMs: 15_000 })
  expect(await tileAs(at, 'Shows', ({ source }) => source !== null)).toMatchObject({
    status: 'offline',
    lastKnownAt: null,
  })
  await until(() => changesOf('Job').length === 3)
  const hits = web.hits.get('/shows')
  await at.checkDue()
  kuma.beat(shows.id, { status: 1, ping: 5 })
  await tileAs(at, 'Shows', ({ status }) => status === 'online')
  expect(web.hits.get('/shows')).toBe(hits)
  await until(() => changesOf('Shows').length === 3)
  expect(changesOf('Shows')).toEqual(['unknown -> online', 'online -> offline', 'offline -> online'])
  expect(changesOf('Job')).toEqual(['unknown -> online', 'online -> offline', 'offline -> online'])
  expect(at.events('status.source-lost')).toHaveLength(1)
})
