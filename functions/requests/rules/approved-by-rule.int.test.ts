import { afterAll, beforeAll, expect, test } from 'vitest'
import { GetRequest, type MediaRequest } from '../../../contracts/media-requests.ts'
import { AddApprovalRule, type ApprovalCondition, ListApprovalRules } from '../../../contracts/request-rules.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type Asking, type Outcome, type Person, startAsking } from '../outgoing/asking.test.rig.ts'

// a rule with the approval that admins have, and with Seerr
let at: Asking
beforeAll(async () => {
  at = await startAsking('seerr')
})
afterAll(() => at.stop())

const data = (answer: Outcome): MediaRequest => {
  if (!answer.ok) throw new Error(answer.message)
  return answer.data
}
const addRule = async (name: string, condition: ApprovalCondition): Promise<void> => {
  expect(await at.as(at.admin, AddApprovalRule, { name, condition })).toMatchObject({ ok: true })
}
const film = (who: Person, tmdbId: number) => at.submit(who, { mediaType: 'movie', tmdbId })
const stands = (id: string, status: string) =>
  until(async () => (await at.row(id))?.['status'] === status, { timeoutMs: 30_000, what: `${id} is ${status}` })
const statusAtSeerr = (tmdbId: number) => at.seerr.seerr.requestsFor(tmdbId)[0]?.status
const [PENDING, APPROVED] = [1, 2]

test('approves at Seerr what was just asked for, once, and the timeline says which rule', async () => {
  const who = await at.person()
  await addRule('Films of one person', { mediaTypes: ['movie'], userIds: [who.id] })
  const { id } = data(await film(who, 700102))
  await stands(id, 'processing')
  const series = data(await at.submit(who, { mediaType: 'tv', tmdbId: 800203, seasons: [1] }))
  const other = data(await film(await at.person(), 700103))
  await at.settled()
  expect([statusAtSeerr(700102), statusAtSeerr(800203), statusAtSeerr(700103)]).toEqual([APPROVED, PENDING, PENDING])
  expect([(await at.row(series.id))?.['status'], (await at.row(other.id))?.['status']]).toEqual(['pending', 'pending'])
  expect(at.seerr.callsTo(/\/approve$/)).toHaveLength(1)
  const facts = (await at.facts('requests.moved')).filter(({ key }) => key === id)
  expect(facts.map((fact) => fact.data['step'])).toEqual(['asked', 'approved'])
  expect(facts[1]?.data).toMatchObject({ byUserId: null, detail: { rule: 'Films of one person' } })
  const own = { ...at.rig.who, actor: `user:${who.id}`, role: 'user' as const }
  const { timeline } = await at.rig.client.ask(GetRequest, { id }, own)
  expect(timeline.map(({ step, by, detail }) => [step, by, detail.rule])).toEqual([
    ['asked', who.username, undefined],
    ['approved', null, 'Films of one person'],
  ])
}, 60_000)

test('approves what waited for Seerr as soon as it is there, and no more in a week than it may', async () => {
  const who = await at.person()
  await addRule('Two a week', { userIds: [who.id], maxPerWeek: 2 })
  await at.seerr.down()
  const ids: string[] = []
  for (const tmdbId of [700104, 700105, 700106]) ids.push(data(await film(who, tmdbId)).id)
  await at.seerr.up()
  for (const [index, status] of ['processing', 'processing', 'pending'].entries()) await stands(ids[index]!, status)
  await at.settled()
  expect([700104, 700105, 700106].map(statusAtSeerr)).toEqual([APPROVED, APPROVED, PENDING])
  const { items } = await at.rig.client.ask(ListApprovalRules, {}, { ...at.rig.who, role: 'admin' })
  expect(items.find(({ name }) => name === 'Two a week')?.approved).toBe(2)
}, 60_000)

test('leaves alone what waited before there was the rule', async () => {
  const who = await at.person()
  const { id } = data(await film(who, 700107))
  await at.settled()
  await addRule('All of that person', { userIds: [who.id] })
  const later = data(await film(who, 700108))
  await stands(later.id, 'processing')
  await at.settled()
  expect((await at.row(id))?.['status']).toBe('pending')
}, 60_000)
