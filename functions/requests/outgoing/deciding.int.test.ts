import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CommentIssue, OpenIssue, ReopenIssue, ResolveIssue } from '../../../contracts/media-issues.ts'
import { ApproveRequest, GetOwnQuota, type MediaRequest } from '../../../contracts/media-requests.ts'
import { ForgetInRequests } from '../../../contracts/people.ts'
import { until } from '../../../infra/test/fresh.ts'
import { MAY } from '../../../infra/stand-ins/services/seerr/entities.ts'
import { type Asking, type Outcome, type Person, startAsking } from './asking.test.rig.ts'

let at: Asking
let admin: Person
beforeAll(async () => {
  at = await startAsking('seerr')
  admin = await at.local('admin')
})
afterAll(() => at.stop())

const film = (tmdbId: number) => ({ mediaType: 'movie' as const, tmdbId })
const data = (answer: Outcome): MediaRequest => {
  if (!answer.ok) throw new Error(answer.message)
  return answer.data
}
const nothingWaits = () =>
  until(async () => (await at.rows('select 1 from requests.outgoing')).length === 0, { timeoutMs: 30_000 })

test('an admin approves: Seerr hears of it, and nobody decides twice', async () => {
  const who = await at.person()
  const { id } = data(await at.submit(who, film(700102)))
  expect(await at.approve(who, id)).toMatchObject({ ok: false, code: 'FORBIDDEN' })
  expect(await at.approve(await at.person(), id)).toMatchObject({ ok: false, code: 'NOT_FOUND' })
  expect(await at.approve(admin, id)).toMatchObject({ ok: true, data: { status: 'processing', stage: 'approved' } })
  expect(at.seerr.seerr.requestsFor(700102)[0]).toMatchObject({ status: 2 })
  expect(await at.approve(admin, id)).toMatchObject({ code: 'CONFLICT', message: 'It is approved already.' })
  await at.settled()
  expect(await at.steps(id)).toEqual(['asked', 'approved'])
  const facts = (await at.facts('requests.moved')).filter((fact) => fact.key === id)
  expect(facts.map((fact) => fact.data['step'])).toEqual(['asked', 'approved'])
  expect(facts[1]?.data).toMatchObject({ byUserId: admin.id, previousStatus: 'pending', status: 'processing' })
})

test('the same command told again changes nothing more', async () => {
  const who = await at.person()
  const { id } = data(await at.submit(who, film(700103)))
  const command = randomUUID()
  const first = await at.as(admin, ApproveRequest, { id }, command)
  expect(await at.as(admin, ApproveRequest, { id }, command)).toEqual(first)
  expect(
    at.seerr.callsTo(/\/approve$/).filter(({ path }) => path.includes(`/${data(first as Outcome).seerrId}/`)),
  ).toHaveLength(1)
})

test('declined with a reason: kept here and told', async () => {
  const who = await at.person()
  const { id } = data(await at.submit(who, film(700104)))
  expect(await at.decline(admin, id, 'We have the better cut.')).toMatchObject({
    ok: true,
    data: { status: 'declined', reason: 'We have the better cut.' },
  })
  expect(at.seerr.seerr.requestsFor(700104)[0]).toMatchObject({ status: 3 })
  await at.settled()
  const [moved] = (await at.facts('requests.moved')).filter(
    ({ key, data: said }) => key === id && said['step'] === 'declined',
  )
  expect(await at.rig.client.persons.showFields(moved!.data)).toMatchObject({
    words: 'We have the better cut.',
    detail: {},
  })
  expect(JSON.stringify(moved?.data)).not.toContain('better cut')
  expect(await at.row(id)).toMatchObject({ status: 'declined', reason: 'We have the better cut.' })
})

test('taken back and changed while nobody decided, by whoever asked', async () => {
  const who = await at.person()
  const asked = data(await at.submit(who, { mediaType: 'tv', tmdbId: 800203, seasons: [1, 2] }))
  expect(await at.edit(who, asked.id, [2, 3])).toMatchObject({ ok: true, data: { seasons: [2, 3] } })
  expect(at.seerr.seerr.requestsFor(800203)[0]!.seasons.map((one) => one.seasonNumber)).toEqual([2, 3])
  expect(await at.submit(await at.person(), { mediaType: 'tv', tmdbId: 800203, seasons: [4] })).toMatchObject({
    ok: true,
  })
  // of another request: Seerr itself would take it twice
  expect(await at.edit(who, asked.id, [3, 4])).toMatchObject({ ok: true, data: { seasons: [3] } })
  expect(await at.edit(who, asked.id, [4])).toMatchObject({ code: 'NO_SEASONS_LEFT' })
  expect(at.seerr.seerr.requestsFor(800203)[0]!.seasons.map((one) => one.seasonNumber)).toEqual([3])
  expect(await at.withdraw(await at.person(), asked.id)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await at.withdraw(who, asked.id)).toMatchObject({ ok: true, data: { status: 'withdrawn' } })
  expect(at.seerr.seerr.requestsFor(800203)).toHaveLength(1)
  await at.settled()
  expect(await at.row(asked.id)).toMatchObject({ status: 'withdrawn' })
  expect(await at.steps(asked.id)).toEqual(['asked', 'edited', 'edited', 'edited', 'withdrawn'])
})

test('Seerr away: decided here at once, told when it is back, in order', async () => {
  const who = await at.person()
  const [one, two] = [data(await at.submit(who, film(700105))), data(await at.submit(who, film(700106)))]
  await at.seerr.down()
  expect(await at.approve(admin, one.id)).toMatchObject({
    ok: true,
    data: { status: 'processing', waitingFor: { service: 'Seerr' } },
  })
  expect(await at.decline(admin, two.id, 'Not here.')).toMatchObject({ ok: true, data: { status: 'declined' } })
  const three = data(await at.submit(who, film(700107)))
  expect(await at.withdraw(who, three.id)).toMatchObject({ ok: true, data: { status: 'withdrawn' } })
  await at.seerr.up()
  await nothingWaits()
  await at.settled()
  expect(at.seerr.seerr.requestsFor(700105)[0]).toMatchObject({ status: 2 })
  expect(at.seerr.seerr.requestsFor(700106)[0]).toMatchObject({ status: 3 })
  expect(at.seerr.seerr.requestsFor(700107)).toEqual([])
  expect(await at.row(one.id)).toMatchObject({ status: 'processing', waiting_for: null })
  expect(await at.steps(one.id)).toEqual(['asked', 'approved'])
}, 60_000)

test('what Seerr refuses later is refused with the reason', async () => {
  const who = await at.person()
  await at.seerr.down()
  const { id } = data(await at.submit(who, film(700108)))
  at.seerr.seerr.setPermissions(who.seerrId, MAY.requestTv)
  await at.seerr.up()
  await nothingWaits()
  const reason = 'Seerr does not let you ask for films. Ask the person who runs this house.'
  expect(await at.row(id)).toMatchObject({ status: 'refused', reason, waiting_for: null })
  expect(await at.steps(id)).toEqual(['asked', 'refused'])
}, 60_000)

test('failed at Radarr: tried again by an admin', async () => {
  const who = await at.person()
  const { id } = data(await at.submit(who, film(700109)))
  at.seerr.seerr.failAtArr('radarr', true)
  await at.approve(admin, id)
  await at.settled()
  expect(await at.row(id)).toMatchObject({ status: 'failed' })
  at.seerr.seerr.failAtArr('radarr', false)
  expect(await at.retry(who, id)).toMatchObject({ code: 'FORBIDDEN' })
  expect(await at.retry(admin, id)).toMatchObject({ ok: true, data: { status: 'processing' } })
  await at.settled()
  expect(await at.row(id)).toMatchObject({ status: 'processing' })
  expect(await at.steps(id)).toEqual(['asked', 'approved', 'failed', 'retried'])
})

test('our own quota counts what was not declined, refused or taken back', async () => {
  const who = await at.person()
  await at.rows('update auth.account set quotas = $2 where id = $1', [who.id, { requestsPerWeek: 2 }])
  const first = data(await at.submit(who, film(700110)))
  await at.withdraw(who, first.id)
  // at once: nobody slips past it
  const answers = await Promise.all([700111, 700112, 700113, 700114].map((id) => at.submit(who, film(id))))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(2)
  const refused = answers.find(({ ok }) => !ok)
  expect(refused).toMatchObject({
    code: 'QUOTA_EXCEEDED',
    message: 'You may ask for 2 titles in 7 days, and you have. The next is free in 7 days.',
  })
  const sender = { actor: `user:${who.id}`, role: 'user' as const, correlationId: randomUUID() }
  expect(await at.rig.client.ask(GetOwnQuota, {}, sender)).toEqual({ limit: 2, used: 2, remaining: 0, days: 7 })
})

test('problems go both ways, and wait while Seerr is away', async () => {
  const who = await at.person()
  const wrong = { mediaType: 'movie' as const, tmdbId: 700115, kind: 'audio' as const, message: 'Wrong audio.' }
  expect(await at.as(who, OpenIssue, wrong)).toMatchObject({ ok: false, code: 'CONFLICT' })
  at.seerr.seerr.markAvailable(700115)
  const opened = await at.as(who, OpenIssue, wrong)
  expect(opened).toMatchObject({
    ok: true,
    data: { status: 'open', waitingSince: null, message: 'Wrong audio.', mine: true },
  })
  const id = opened.ok ? opened.data.id : ''
  const [there] = [...at.seerr.seerr.world.issues.values()]
  expect(there).toMatchObject({ issueType: 2, createdBy: { id: who.seerrId } })
  expect(await at.as(await at.person(), CommentIssue, { id, message: 'Me too.' })).toMatchObject({ code: 'NOT_FOUND' })
  await at.seerr.down()
  expect(await at.as(who, CommentIssue, { id, message: 'In all of it.' })).toMatchObject({
    ok: true,
    data: { waiting: true },
  })
  expect(await at.as(admin, ResolveIssue, { id })).toMatchObject({ ok: true, data: { status: 'resolved' } })
  await at.seerr.up()
  await nothingWaits()
  await at.settled()
  expect(there!.comments.map(({ message }) => message)).toEqual(['Wrong audio.', 'In all of it.'])
  expect(there!.status).toBe(2)
  expect(await at.as(who, ReopenIssue, { id })).toMatchObject({ ok: true, data: { status: 'open', comments: 1 } })
  await at.settled()
  expect(await at.rows('select 1 from requests.issue')).toHaveLength(1)
  const said = (await at.facts('requests.issue-moved')).map((fact) => fact.data['change'])
  expect(said).toEqual(['opened', 'commented', 'resolved', 'reopened'])
}, 60_000)

test('who is erased leaves neither name nor words nor anything to be told', async () => {
  const who = await at.person()
  const { id } = data(await at.submit(who, film(700116)))
  await at.seerr.down()
  const waiting = data(await at.submit(who, film(700117)))
  const names = [who.username]
  await at.rig.client.ask(ForgetInRequests, { userId: who.id, names }, at.rig.who)
  await at.seerr.up()
  await nothingWaits()
  expect(at.seerr.seerr.requestsFor(700117)).toEqual([])
  expect(await at.row(id)).toMatchObject({ user_id: null, requested_by: null })
  expect(await at.row(waiting.id)).toMatchObject({ user_id: null, status: 'withdrawn' })
  for (const table of ['request', 'step', 'issue', 'issue_comment', 'seerr_user', 'outgoing']) {
    const all = JSON.stringify(await at.rows(`select * from requests.${table}`))
    expect(all).not.toContain(who.id)
    expect(all).not.toContain(who.username)
  }
}, 60_000)

test('why an admin declined is forgotten with that admin; the request stays declined', async () => {
  const [who, leaving] = [await at.person(), await at.local('admin')]
  const { id } = data(await at.submit(who, film(700118)))
  expect(await at.decline(leaving, id, 'Ask me after the holidays.')).toMatchObject({ ok: true })
  await at.rig.client.ask(ForgetInRequests, { userId: leaving.id, names: [leaving.username] }, at.rig.who)
  expect(await at.row(id)).toMatchObject({ status: 'declined', reason: null, user_id: who.id })
  for (const table of ['request', 'step', 'outgoing', '_outcome', '_outbox']) {
    const all = JSON.stringify(await at.rows(`select * from requests.${table}`))
    expect(all).not.toContain('holidays')
    expect(all).not.toContain(leaving.username)
  }
}, 30_000)

test('what somebody wrote here is not kept a second time under the name that Seerr has for them', async () => {
  const who = await at.local()
  at.seerr.seerr.markAvailable(700119)
  const words = 'It squeaks from the first minute.'
  const report = { mediaType: 'movie' as const, tmdbId: 700119, kind: 'audio' as const, message: words }
  const opened = await at.as(who, OpenIssue, report)
  const id = opened.ok ? opened.data.id : ''
  expect(await at.as(who, CommentIssue, { id, message: 'And to the last one.' })).toMatchObject({ ok: true })
  await at.settled()
  const issueId = Number(
    (await at.rows<{ n: number }>('select seerr_id as n from requests.issue where id = $1', [id]))[0]?.n,
  )
  const told = [...(await at.facts('requests.issue-opened')), ...(await at.facts('requests.issue-commented'))]
  expect(told.filter((fact) => fact.data['issueId'] === issueId).map((fact) => fact.data)).toMatchObject([
    { message: null },
    { comment: '' },
  ])
  const stated = JSON.stringify(await at.rows('select * from requests.statement'))
  expect(stated).not.toContain('squeaks')
  expect(stated).not.toContain('to the last one')
}, 30_000)
