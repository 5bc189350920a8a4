import { afterAll, beforeAll, expect, test } from 'vitest'
import { TITLES } from '../../../infra/stand-ins/house/titles.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type FollowRig, startFollowRig } from './follow-rig.test.ts'

let at: FollowRig
beforeAll(async () => {
  at = await startFollowRig()
  await at.connect('overseerr', 'radarr', 'sonarr')
})
afterAll(() => at.stop())

const films = TITLES.filter(({ mediaType, stage }) => mediaType === 'movie' && stage === undefined).map(
  ({ tmdbId }) => tmdbId,
)
const next = (): number => films.shift()!

const longAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)
const downSince = (service: string, since: Date) =>
  at.pool.query('update requests.upstream set down_since = $2 where name = $1', [service, since])

test('without any download client the queue of Radarr is enough', async () => {
  const tmdbId = next()
  const id = await at.asked(tmdbId)
  for (let n = 0; n < 8; n += 1) {
    await at.step(tmdbId)
    await at.look()
  }
  expect(await at.names(id)).toEqual(['handed-on', 'grabbed', 'downloading', 'imported'])
  expect(at.house.qbittorrent.calls).toHaveLength(0)
  expect(await at.row(id)).toMatchObject({ stage: 'imported', percent: 100 })
})

test('Radarr is away for a while: that is why, and what happened meanwhile is found afterwards', async () => {
  const tmdbId = next()
  const id = await at.asked(tmdbId)
  await at.step(tmdbId, 2)
  await at.look()
  at.house.failAtArr('radarr', true)
  await at.look()
  // a restart is nothing to tell
  expect(await at.row(id)).toMatchObject({ late_code: null, percent: 25 })
  const turned = at.events('requests.upstream-turned').filter(({ service }) => service === 'radarr')
  expect(turned.at(-1)).toMatchObject({ up: false, message: expect.stringContaining('Radarr') })
  const since = longAgo(10)
  await downSince('radarr', since)
  await at.look()
  expect(await at.row(id)).toMatchObject({ late_code: 'unreachable', late_since: since, percent: 25 })
  await at.step(tmdbId, 6)
  await at.look()
  at.house.failAtArr('radarr', false)
  await at.look()
  await at.look()
  expect(await at.row(id)).toMatchObject({ late_code: null, stage: 'imported' })
  expect(await at.names(id)).toEqual(['handed-on', 'grabbed', 'downloading', 'late', 'imported', 'on-time'])
  expect(at.events('requests.upstream-turned').at(-1)).toMatchObject({ service: 'radarr', up: true })
})

test('what failed is handed on again once Radarr is well, no more often than the budget allows', async () => {
  const id = await at.asked(next(), [], { status: 'failed', seerr_id: 900_001 })
  const mine = () => at.commands('requests.retry').filter((command) => command['id'] === id).length
  await at.look()
  const first = await at.row(id)
  expect(first.retries).toBe(0)
  expect(first.retry_at!.getTime() - Date.now()).toBeGreaterThan(50_000)
  await at.set(id, { retry_at: longAgo(1) })
  at.house.failAtArr('radarr', true)
  await at.look()
  expect(await at.row(id)).toMatchObject({ retries: 0 })
  expect(mine()).toBe(0)
  at.house.failAtArr('radarr', false)
  at.house.radarr.arr.health.push({ source: 'RootFolderCheck', type: 'error', message: 'Missing root folder' })
  await at.look()
  expect(await at.row(id)).toMatchObject({ retries: 0 })
  at.house.radarr.arr.health.length = 0
  for (const tries of [1, 2, 3, 4, 5]) {
    await at.look()
    expect(await at.row(id)).toMatchObject({ retries: tries })
    await until(() => mine() === tries)
    // before its time nothing is sent again, also when it was taken and failed at once
    await at.set(id, { status: 'processing' })
    await at.set(id, { status: 'failed' })
    await at.look()
    expect(mine()).toBe(tries)
    if (tries < 5) await at.set(id, { retry_at: longAgo(1) })
  }
  await at.look()
  await at.look()
  expect(await at.row(id)).toMatchObject({ status: 'failed', retries: 5, retry_at: null })
  expect((await at.row(id)).reason).toContain('5 times by itself')
  expect(mine()).toBe(5)
  expect(at.commands('requests.retry').every(({ actor }) => actor === 'function:requests.follow')).toBe(true)
})

test('500 open requests cost a handful of calls', async () => {
  await at.pool.query(
    `insert into requests.request (id, seerr_id, media_type, media_id, title, status, stage, origin)
      select gen_random_uuid(), 500000 + n, 'movie', (800000 + n)::text, 'Film ' || n, 'processing', 'approved', 'seerr'
      from generate_series(1, 500) n`,
  )
  await at.look()
  at.house.radarr.forgetCalls()
  at.house.sonarr.forgetCalls()
  const begun = performance.now()
  await at.look()
  expect(performance.now() - begun).toBeLessThan(5000)
  expect(at.house.radarr.calls.length).toBeLessThan(20)
  expect(at.house.sonarr.calls).toHaveLength(0)
  // what is looked for in vain is looked for less and less often, and what is known only now and then
  await at.pool.query(
    `update requests.request set followed = jsonb_build_object('there', null, 'misses', 30, 'lookedAt', to_char(
        now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) where media_id >= '800000' and media_id < '900000'`,
  )
  at.house.radarr.forgetCalls()
  await at.look()
  expect(at.house.radarr.calls.length).toBeLessThan(6)
  await at.pool.query("delete from requests.request where origin = 'seerr'")
})

test('nothing open asks nobody', async () => {
  await at.pool.query('delete from requests.request')
  // the schedule may be looking just now
  await at.look()
  at.house.radarr.forgetCalls()
  await at.look()
  expect(at.house.radarr.calls).toHaveLength(0)
})
