import { afterAll, beforeAll, expect, test } from 'vitest'
import { TITLES } from '../../../infra/stand-ins/house/titles.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type FollowRig, startFollowRig } from './follow-rig.test.ts'

let at: FollowRig
beforeAll(async () => {
  at = await startFollowRig()
  await at.connect('radarr', 'sabnzbd', 'qbittorrent')
})
afterAll(() => at.stop())

const films = TITLES.filter(({ mediaType, stage }) => mediaType === 'movie' && stage === undefined)
const next = (): number => films.shift()!.tmdbId

test('what moves is looked at closely, for a handful of calls, and no part of its history is lost by that', async () => {
  const tmdbId = next()
  const id = await at.asked(tmdbId)
  await at.step(tmdbId, 2)
  await at.look()
  expect(await at.row(id)).toMatchObject({ percent: 25 })
  await at.step(tmdbId)
  at.house.radarr.forgetCalls()
  await at.lookClosely()
  // the schedule may be looking just now
  expect(at.house.radarr.calls.length).toBeLessThan(20)
  expect(await at.row(id)).toMatchObject({ percent: 50 })
  await at.step(tmdbId, 3)
  await at.lookClosely()
  await at.look()
  expect(await at.names(id)).toEqual(['handed-on', 'grabbed', 'downloading', 'imported'])
})

test('what it is called is told with the first step after that became known', async () => {
  const tmdbId = next()
  const id = await at.asked(tmdbId, [], { title: null })
  await at.pool.query("insert into requests.media (media_type, media_id, title) values ('movie', $1, 'Solaris')", [
    String(tmdbId),
  ])
  await at.look()
  const told = () => at.events('requests.moved').filter(({ requestId }) => requestId === id)
  await until(() => told().length > 0)
  expect(told()[0]).toMatchObject({ step: 'handed-on', title: 'Solaris' })
  expect((await at.pool.query('select title from requests.request where id = $1', [id])).rows).toEqual([
    { title: 'Solaris' },
  ])
})
