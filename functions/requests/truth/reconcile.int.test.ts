import { afterEach, beforeEach, expect, test } from 'vitest'
import { SubmitRequest } from '../../../contracts/media-requests.ts'
import { until } from '../../../infra/test/fresh.ts'
import { startTruth, type Truth } from './truth.test.rig.ts'

const FILM = 700_102
const FILM_TWO = 700_103

let truth: Truth
beforeEach(async () => {
  truth = await startTruth()
})
afterEach(() => truth.stop())

interface Row {
  id: string
  seerr_id: number | null
  status: string
  title: string | null
  media_id: string
  user_id: string | null
}
const rows = () => truth.rows<Row>('select * from requests.request order by seerr_id')

test('what happened while Seerr was away is known as soon as it is back', async () => {
  const { seerr } = truth.seerr
  const { id } = seerr.askAs(2, { mediaType: 'movie', mediaId: FILM })
  await truth.settled()
  seerr.lose(1)
  await truth.seerr.down()
  await truth.reconcile()
  expect(await truth.facts('requests.upstream-turned')).toMatchObject([{ data: { service: 'seerr', up: false } }])
  seerr.approve(id)
  await truth.seerr.up()
  // whoever asks next notices, after the breaker leaves it alone no longer
  await until(async () => (await truth.reconcile(), (await rows())[0]?.status === 'processing'), {
    timeoutMs: 20_000,
    everyMs: 200,
  })
  const facts = (await truth.facts('requests.upstream-turned')).map(({ data }) => data['up'])
  expect(facts).toEqual([false, true])
})

test('a proxy that says 404, a stranger at the address and a failure take nothing away', async () => {
  const { seerr } = truth.seerr
  seerr.askAs(2, { mediaType: 'movie', mediaId: FILM })
  await truth.settled()
  for (const failure of [{ status: 404, body: 'no such page' }, { status: 403 }, { status: 502 }, 'garbage'] as const) {
    truth.seerr.fail(failure)
    await truth.reconcile({ whole: true })
    expect((await rows()).map(({ status }) => status)).toEqual(['pending'])
    truth.seerr.heal()
  }
})

test('other seasons, of which Seerr tells nobody, are found', async () => {
  const { seerr, url, key } = truth.seerr
  const { id } = seerr.askAs(2, { mediaType: 'tv', mediaId: 800_203, seasons: [1, 2] })
  await truth.settled()
  await truth.reconcile()
  const headers = { 'x-api-key': key, 'content-type': 'application/json' }
  const body = JSON.stringify({ mediaType: 'tv', seasons: [2, 3] })
  await fetch(`${url}/api/v1/request/${id}`, { method: 'PUT', headers, body })
  await truth.reconcile()
  expect(await rows()).toMatchObject([{ status: 'pending', seasons: [2, 3] }])
  const drifts = (await truth.facts('requests.drift-found')).map(({ data }) => data)
  expect(drifts).toMatchObject([{ field: 'seasons', ours: '1, 2', theirs: '2, 3' }])
})

test('numbers that begin anew belong to other requests', async () => {
  const { seerr } = truth.seerr
  const { id } = seerr.askAs(2, { mediaType: 'movie', mediaId: FILM })
  await truth.settled()
  const request = seerr.request(id)
  seerr.delete(id)
  const other = seerr.askAs(2, { mediaType: 'movie', mediaId: FILM_TWO })
  seerr.world.requests.delete(other.id)
  other.id = id
  seerr.world.requests.set(id, other)
  await truth.settled()
  await truth.reconcile({ whole: true })
  expect(request.media.tmdbId).toBe(FILM)
  expect((await rows()).map(({ seerr_id: number, media_id: media, status }) => [number, media, status])).toEqual([
    [id, String(FILM_TWO), 'pending'],
    [null, String(FILM), 'removed'],
  ])
})

test('what is asked for here and heard of by webhook at the same moment is one request', async () => {
  const person = await truth.person()
  // every webhook comes before the answer to what caused it
  truth.seerr.seerr.world.afterInsert = async () => {
    await truth.settled()
    return true
  }
  const who = { ...truth.rig.who, actor: `user:${person.id}`, username: person.username, role: 'user' as const }
  const sent = await truth.rig.client.send(SubmitRequest, { mediaType: 'movie', tmdbId: FILM }, who, { waitMs: 15_000 })
  expect(sent).toMatchObject({ state: 'done', outcome: { ok: true } })
  await truth.settled()
  await truth.reconcile({ whole: true })
  expect(await rows()).toMatchObject([{ status: 'pending', user_id: person.id, seerr_id: 1 }])
  const moved = await truth.facts('requests.moved')
  expect(moved.map(({ data }) => data['step'])).toEqual(['asked'])
})

test('very many requests are read in pages, and those of before are history', async () => {
  const { seerr } = truth.seerr
  seerr.fill(5000)
  for (const request of seerr.world.requests.values()) {
    const at = new Date(Date.now() - 2 * 86_400_000 + request.id * 1000).toISOString()
    Object.assign(request, { createdAt: at, updatedAt: at })
  }
  await truth.pool.query("update requests.upstream set whole_at = null, watermark = null where name = 'seerr'")
  truth.seerr.forgetCalls()
  const began = performance.now()
  await truth.reconcile({ whole: true })
  const [{ count } = { count: '' }] = await truth.rows<{ count: string }>('select count(*) from requests.request')
  console.info(`5,000 requests read in ${Math.round(performance.now() - began)} ms`)
  expect(count).toBe('5000')
  const pages = truth.seerr.callsTo(/\/request$/)
  expect(pages.length).toBeLessThan(60)
  expect(await truth.facts('requests.moved')).toEqual([])
  expect(await truth.facts('requests.drift-found')).toEqual([])
  truth.seerr.forgetCalls()
  await truth.reconcile()
  // one page of what changed, and so many of the open ones as one run may read again
  expect(truth.seerr.callsTo(/\/request$/).length).toBe(1)
  expect(truth.seerr.callsTo(/\/request\/\d+$/).length).toBeLessThanOrEqual(500)
}, 60_000)
