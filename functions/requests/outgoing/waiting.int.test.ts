import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MediaRequest } from '../../../contracts/media-requests.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type Asking, type Outcome, startAsking } from './asking.test.rig.ts'

let at: Asking
beforeAll(async () => {
  at = await startAsking('seerr')
})
afterAll(() => at.stop())

const film = (tmdbId: number) => ({ mediaType: 'movie' as const, tmdbId })
const series = (tmdbId: number, seasons: number[]) => ({ mediaType: 'tv' as const, tmdbId, seasons })
const data = (answer: Outcome): MediaRequest => {
  if (!answer.ok) throw new Error(answer.message)
  return answer.data
}
const nothingWaits = () =>
  until(async () => (await at.rows('select 1 from requests.outgoing')).length === 0, { timeoutMs: 40_000 })

test('a Seerr that hangs: the answer comes all the same, and it goes once Seerr answers', async () => {
  const who = await at.person()
  at.seerr.fail('hang')
  const begun = performance.now()
  const answer = await at.submit(who, film(700102))
  expect(performance.now() - begun).toBeLessThan(4000)
  expect(answer).toMatchObject({
    ok: true,
    data: { status: 'waiting', waitingFor: { service: 'Seerr', reason: 'Seerr answers too slowly.' } },
  })
  at.seerr.heal()
  await nothingWaits()
  expect(at.seerr.seerr.requestsFor(700102)).toHaveLength(1)
}, 60_000)

test('a Seerr that takes it and hangs with the answer: one request', async () => {
  const who = await at.person()
  const { world } = at.seerr.seerr
  const stored = Promise.withResolvers<void>()
  const go = Promise.withResolvers<boolean>()
  world.afterInsert = async () => {
    world.afterInsert = undefined
    stored.resolve()
    return go.promise
  }
  const answering = at.submit(who, film(700103))
  await stored.promise
  expect(await answering).toMatchObject({ ok: true, data: { status: 'waiting' } })
  go.resolve(true)
  await nothingWaits()
  await at.settled()
  expect(at.seerr.seerr.requestsFor(700103)).toHaveLength(1)
  expect(await at.rows("select 1 from requests.request where media_id = '700103'")).toHaveLength(1)
}, 60_000)

test('the breaker is open: what is asked waits with the reason why, and goes within seconds of the return', async () => {
  const who = await at.person()
  at.seerr.fail({ status: 502, body: 'Bad gateway' })
  const first = data(await at.submit(who, film(700104)))
  await until(async () => {
    const before = at.seerr.calls.length
    await at.submit(who, film(700105))
    return at.seerr.calls.length >= 10 && at.seerr.calls.length - before <= 3
  })
  const waiting = (await at.row(first.id))!
  expect(waiting).toMatchObject({ status: 'waiting', waiting_for: 'Seerr' })
  expect(waiting['waiting_reason']).toContain('502')
  at.seerr.heal()
  const back = performance.now()
  await nothingWaits()
  expect(performance.now() - back).toBeLessThan(30_000)
  expect(at.seerr.seerr.requestsFor(700104)).toHaveLength(1)
}, 90_000)

test('other seasons while it waits: what is told is what was chosen last', async () => {
  const who = await at.person()
  await at.seerr.down()
  const { id } = data(await at.submit(who, series(800203, [1, 2])))
  expect(await at.edit(who, id, [3])).toMatchObject({ ok: true, data: { seasons: [3], status: 'waiting' } })
  await at.seerr.up()
  await nothingWaits()
  const there = at.seerr.seerr.requestsFor(800203).map(({ seasons }) => seasons.map((one) => one.seasonNumber))
  expect(there).toEqual([[3]])
  await at.settled()
  expect(await at.steps(id)).toEqual(['asked', 'edited', 'sent'])
}, 60_000)

test('taken back after it may have arrived: it is not at Seerr in the end', async () => {
  const who = await at.person()
  at.seerr.dieAfterInsert()
  const { id } = data(await at.submit(who, film(700106)))
  expect(at.seerr.seerr.requestsFor(700106)).toHaveLength(1)
  expect(await at.withdraw(who, id)).toMatchObject({ ok: true, data: { status: 'withdrawn' } })
  await at.seerr.up()
  await nothingWaits()
  await at.settled()
  expect(at.seerr.seerr.requestsFor(700106)).toEqual([])
  expect(await at.row(id)).toMatchObject({ status: 'withdrawn' })
  await at.reconcile({ whole: true })
  expect(await at.rows("select status from requests.request where media_id = '700106'")).toEqual([
    { status: 'withdrawn' },
  ])
}, 60_000)

test('read at Seerr before we knew that it is ours: one item, with the steps of both', async () => {
  const who = await at.person()
  at.seerr.dieAfterInsert({ tells: true })
  const { id } = data(await at.submit(who, film(700107)))
  // the line is held up while the reading finds what arrived
  at.seerr.fail({ status: 503 }, { path: /\/request$/ })
  await at.seerr.up()
  const [there] = at.seerr.seerr.requestsFor(700107)
  at.seerr.seerr.approve(there!.id)
  await at.settled()
  at.seerr.heal()
  await nothingWaits()
  await at.settled()
  await at.reconcile({ whole: true })
  const rows = await at.rows<{ id: string; status: string; origin: string }>(
    "select id, status, origin from requests.request where media_id = '700107'",
  )
  expect(rows).toEqual([{ id, status: 'processing', origin: 'portal' }])
  expect(await at.steps(id)).toEqual(expect.arrayContaining(['asked', 'approved']))
}, 60_000)

test('decided in Seerr meanwhile while its webhooks were lost: nothing is turned back, and the list says how it is', async () => {
  const who = await at.person()
  const { seerr } = at.seerr
  const [one, two] = [data(await at.submit(who, film(700108))), data(await at.submit(who, series(800205, [1])))]
  const three = data(await at.submit(who, film(700109)))
  seerr.lose(1)
  seerr.approve(one.seerrId ?? seerr.requestsFor(700108)[0]!.id)
  seerr.approve(seerr.requestsFor(800205)[0]!.id)
  seerr.decline(seerr.requestsFor(700109)[0]!.id)
  await seerr.settled()
  expect(await at.withdraw(who, one.id)).toMatchObject({ code: 'CONFLICT', message: 'It is approved already.' })
  expect(seerr.requestsFor(700108)).toHaveLength(1)
  expect(await at.edit(who, two.id, [2])).toMatchObject({ code: 'CONFLICT' })
  expect(seerr.requestsFor(800205)[0]!.seasons.map((season) => season.seasonNumber)).toEqual([1])
  expect(await at.approve(at.admin, three.id)).toMatchObject({
    code: 'CONFLICT',
    message: 'It was declined already.',
  })
  expect(seerr.requestsFor(700109)[0]).toMatchObject({ status: 3 })
  expect(await at.row(one.id)).toMatchObject({ status: 'processing' })
  expect(await at.row(two.id)).toMatchObject({ status: 'processing' })
  expect(await at.row(three.id)).toMatchObject({ status: 'declined' })
})
