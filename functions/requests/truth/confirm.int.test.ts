import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from '../../../infra/test/fresh.ts'
import { startTruth, type Truth } from './truth.test.rig.ts'

const FILM = 700_102
const SERIES = 800_203

let truth: Truth
beforeEach(async () => {
  truth = await startTruth()
})
afterEach(() => truth.stop())

const rows = () => truth.rows<Record<string, unknown>>('select * from requests.request order by created_at, seerr_id')
const steps = (id: unknown) =>
  truth.rows<Record<string, unknown>>('select * from requests.step where request_id = $1 order by at, noted_at', [id])

test('what is asked for at Seerr becomes a request here, by the person whom we know', async () => {
  const person = await truth.person()
  const { id } = truth.seerr.seerr.askAs(person.seerrId, { mediaType: 'movie', mediaId: FILM })
  await truth.settled()
  const [row] = await rows()
  expect(row).toMatchObject({
    seerr_id: id,
    status: 'pending',
    user_id: person.id,
    requested_by: person.username,
    origin: 'seerr',
    title: expect.any(String),
  })
  truth.seerr.seerr.approve(id)
  truth.seerr.seerr.markAvailable(FILM)
  await truth.settled()
  expect((await rows())[0]).toMatchObject({ status: 'available', stage: 'in-plex' })
  const told = await steps(row!['id'])
  expect(told.map(({ step }) => step)).toEqual(['asked', 'approved', 'in-plex'])
  expect((await truth.facts('requests.moved')).map(({ data }) => data['step'])).toEqual([
    'asked',
    'approved',
    'in-plex',
  ])
  expect(await truth.facts('requests.drift-found')).toEqual([])
})

test('700 repeats of one webhook are one fact', async () => {
  truth.seerr.seerr.repeat(700)
  truth.seerr.seerr.askAs(2, { mediaType: 'movie', mediaId: FILM })
  await truth.settled()
  expect(await truth.facts('requests.moved')).toHaveLength(1)
  expect(truth.seerr.callsTo(/\/movie\//)).toHaveLength(1)
}, 120_000)

test('a webhook that lies changes nothing', async () => {
  const { id } = truth.seerr.seerr.askAs(2, { mediaType: 'tv', mediaId: SERIES, seasons: [1] })
  await truth.settled()
  const before = await rows()
  const media = { media_type: 'tv', tmdbId: String(SERIES), tvdbId: '', status: 'AVAILABLE', status4k: 'AVAILABLE' }
  const lie = (type: string, request: object) =>
    truth.post({ notification_type: type, subject: 'A lie', media, request, issue: null, comment: null, extra: [] })
  await lie('MEDIA_AVAILABLE', { request_id: String(id) })
  await lie('MEDIA_DECLINED', { request_id: String(id) })
  await lie('MEDIA_APPROVED', { request_id: '4711', requestedBy_username: 'nobody' })
  await truth.settled()
  expect(await rows()).toEqual(before)
  expect(await truth.facts('requests.moved')).toHaveLength(1)
})

test('that it failed once more while it was handed on again is heard when that is over', async () => {
  const { seerr } = truth.seerr
  const { id } = seerr.askAs(2, { mediaType: 'movie', mediaId: FILM })
  await truth.settled()
  const [row] = await rows()
  const outgoing = randomUUID()
  await truth.pool.query(
    `insert into requests.outgoing (id, kind, request_id, body, since, begun_at, claimed_until)
      values ($1, 'retry', $2, $3, now(), now(), now() + interval '1 minute')`,
    [outgoing, row!['id'], truth.rig.sealer.seal('{}')],
  )
  await truth.pool.query("update requests.request set status = 'processing' where id = $1", [row!['id']])
  seerr.failAtArr('radarr', true)
  seerr.approve(id)
  // by then the webhook was heard and could not be understood
  await until(() => truth.seerr.callsTo(new RegExp(`/request/${id}$`)).length >= 3)
  expect((await rows())[0]).toMatchObject({ status: 'processing' })
  await truth.pool.query('delete from requests.outgoing where id = $1', [outgoing])
  await until(async () => (await rows())[0]!['status'] === 'failed', { timeoutMs: 10_000 })
  expect(await truth.facts('requests.drift-found')).toEqual([])
})

test('what no webhook told is found by reading, and is told to be a drift', async () => {
  truth.seerr.seerr.lose(1)
  const { id } = truth.seerr.seerr.askAs(2, { mediaType: 'movie', mediaId: FILM })
  await truth.reconcile()
  truth.seerr.seerr.decline(id)
  await truth.reconcile()
  expect((await rows())[0]).toMatchObject({ seerr_id: id, status: 'declined' })
  const drifts = (await truth.facts('requests.drift-found')).map(({ data }) => data)
  expect(drifts).toMatchObject([
    { field: 'unknown', theirs: 'pending', foundBy: 'poll' },
    { field: 'status', ours: 'pending', theirs: 'declined' },
  ])
  truth.seerr.seerr.delete(id)
  await truth.reconcile({ whole: true })
  expect((await rows())[0]).toMatchObject({ status: 'removed' })
})
