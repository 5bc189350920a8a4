import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ApproveRequest, GetRequest, RequestMoved } from '../../../contracts/media-requests.ts'
import {
  AddApprovalRule,
  type ApprovalCondition,
  ListApprovalRules,
  RemoveApprovalRule,
  TryApprovalRule,
  UpdateApprovalRule,
} from '../../../contracts/request-rules.ts'
import { GetStandings } from '../../../contracts/standing.ts'
import { defineDomain, defineFunction } from '../../../bus/index.ts'
import { until } from '../../../infra/test/fresh.ts'
import { functionsOf } from '../../../infra/test/functions.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import { requests } from '../domain.ts'
import { openRows, type Rows } from '../list/rows.test.rig.ts'
import request from '../list/request.ts'
import addRule from './add-rule.ts'
import applyRules from './apply-rules.ts'
import removeRule from './remove-rule.ts'
import rules from './rules.ts'
import tryRule from './try-rule.ts'
import updateRule from './update-rule.ts'

const approve = defineFunction({
  name: 'requests.approve',
  summary: 'Takes the word of a rule, without telling Seerr.',
  domain: requests,
  on: ApproveRequest,
  async run({ id }, ctx) {
    taken.push({ id, actor: ctx.meta.actor })
    return ctx.refuse('CONFLICT')
  },
})
const standings = defineFunction({
  name: 'auth.standings',
  summary: 'Everybody is a member.',
  domain: defineDomain({ name: 'auth', migrations: {} }),
  answers: GetStandings,
  async run({ userIds }) {
    const who = { username: 'somebody', role: 'user', status: 'active', plexId: null, plexUsername: null } as const
    const quotas = { requestsPerWeek: null, downloadsPerHour: null }
    return { items: userIds.map((userId) => ({ userId, ...who, quotas })) }
  },
})

let rig: Rig
let rows: Rows
const taken: { id: string; actor: string }[] = []
const [anna, ben] = [randomUUID(), randomUUID()]
const DAY_MS = 86_400_000

beforeAll(async () => {
  rig = await startRig()
  const own = [rules, addRule, updateRule, removeRule, tryRule, applyRules, request, approve, standings]
  await rig.host([...functionsOf('settings'), ...own])
  rows = await openRows(rig.databaseUrl)
})
afterAll(async () => {
  await rows.close()
  await rig.stop()
})
beforeEach(async () => {
  taken.splice(0)
  await rows.client.query('truncate request, media, approval_rule, rule_approval cascade')
})

const admin = () => ({ ...rig.who, actor: `user:${anna}`, role: 'admin' as const })
async function send(contract: Parameters<Rig['client']['send']>[0], data: object) {
  const sent = await rig.client.send(contract, data as never, admin(), { waitMs: 10_000 })
  if (sent.state !== 'done') throw new Error('Nobody took it.')
  return sent.outcome as { ok: boolean; code?: string; message?: string; data?: Record<string, unknown> }
}
const add = (name: string, condition: ApprovalCondition, enabled = true) =>
  send(AddApprovalRule, { name, condition, enabled })

/** Tells that a request began to wait for an admin. */
const becamePending = (id: string, more: object = {}) =>
  rig.client.publishEvent(
    RequestMoved,
    {
      requestId: id,
      version: 1,
      userId: anna,
      step: 'asked',
      status: 'pending',
      previousStatus: null,
      at: new Date().toISOString(),
      source: 'seerr',
      mediaType: 'movie',
      mediaId: '550',
      title: null,
      is4k: false,
      seasons: [],
      seerrId: 1,
      byUserId: null,
      detail: {},
      ...more,
    },
    rig.who,
  )
async function settled(): Promise<void> {
  await until(
    async () => {
      const { jsm } = rig.link
      const [events, commands] = await Promise.all([
        jsm.consumers.info(`${rig.namespace}_EVT`, 'requests_apply-rules'),
        jsm.consumers.info(`${rig.namespace}_CMD`, 'requests_approve'),
      ])
      return [events, commands].every(({ num_pending, num_ack_pending }) => num_pending === 0 && num_ack_pending === 0)
    },
    { timeoutMs: 10_000, what: 'all events and commands handled' },
  )
}

describe('rules', () => {
  test('are added, changed, listed by name with what they approved, and removed', async () => {
    const first = await add('Kids', { genres: ['Family'] })
    expect(first).toMatchObject({ ok: true, data: { name: 'Kids', enabled: true, approved: 0 } })
    const id = String(first.data?.['id'])
    expect(await add('kids', {})).toMatchObject({
      ok: false,
      code: 'CONFLICT',
      message: expect.stringContaining('Kids'),
    })
    expect(await add('Never', { fromYear: 2000, toYear: 1990 })).toMatchObject({ ok: false, code: 'INVALID' })
    await add('a rule', {}, false)
    const changed = await send(UpdateApprovalRule, { id, enabled: false })
    expect(changed.data).toMatchObject({ name: 'Kids', enabled: false, condition: { genres: ['Family'] } })
    expect(await send(UpdateApprovalRule, { id, name: 'A RULE' })).toMatchObject({ ok: false, code: 'CONFLICT' })
    const { items } = await rig.client.ask(ListApprovalRules, {}, admin())
    expect(items.map(({ name }) => name)).toEqual(['a rule', 'Kids'])
    expect((await send(RemoveApprovalRule, { id })).data).toEqual({ id })
    expect(await send(RemoveApprovalRule, { id })).toMatchObject({ ok: false, code: 'NOT_FOUND' })
    expect(await send(UpdateApprovalRule, { id, enabled: true })).toMatchObject({ ok: false, code: 'NOT_FOUND' })
  })

  test('approve what began to wait, once, in their own name; the timeline says which', async () => {
    await add('Films', { mediaTypes: ['movie'] })
    await add('All', {}, false)
    const film = await rows.request({ user_id: anna })
    const series = await rows.request({ user_id: anna, media_type: 'tv' })
    const approved = await rows.request({ user_id: anna, status: 'processing' })
    for (const id of [film, series, film, approved]) await becamePending(id)
    await becamePending(series, { status: 'processing' })
    await settled()
    expect(taken).toEqual([{ id: film, actor: 'function:requests.apply-rules' }])
    await rows.step(film, { step: 'approved', at: new Date(), by_user: anna, by_name: 'Seerr’s owner' })
    const { timeline } = await rig.client.ask(GetRequest, { id: film }, admin())
    expect(timeline).toMatchObject([{ step: 'approved', by: null, detail: { rule: 'Films' } }])
    const { items } = await rig.client.ask(ListApprovalRules, {}, admin())
    expect(items.map(({ name, approved: count }) => [name, count])).toEqual([
      ['All', 0],
      ['Films', 1],
    ])
  })
})

test('what a rule would have approved is what it approves, whatever was asked', { timeout: 90_000 }, async () => {
  const anyAsked = fc.record({
    daysAgo: fc.integer({ min: 0, max: 36 }),
    userId: fc.constantFrom(anna, ben, null),
    mediaType: fc.constantFrom('movie' as const, 'tv' as const),
    seasons: fc.constantFrom([1], [1, 2, 3]),
    is4k: fc.boolean(),
    title: fc.constantFrom('1', '2', '3', 'nobody told of it'),
  })
  const anyCondition: fc.Arbitrary<ApprovalCondition> = fc.record(
    {
      mediaTypes: fc.constantFrom(['movie' as const], ['tv' as const, 'movie' as const]),
      is4k: fc.constant(false),
      userIds: fc.constant([anna]),
      roles: fc.constant(['user' as const]),
      maxSeasons: fc.constant(2),
      fromYear: fc.constant(1990),
      genres: fc.constant(['Drama']),
      notGenres: fc.constant(['Horror']),
      minVote: fc.constant(5),
      maxPerWeek: fc.integer({ min: 1, max: 2 }),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(anyAsked, { minLength: 1, maxLength: 15 }), anyCondition, async (asked, condition) => {
      await rows.client.query('truncate request, media, approval_rule, rule_approval cascade')
      taken.splice(0)
      const kinds = ['movie', 'tv'] as const
      for (const media_type of kinds) {
        const details = JSON.stringify({})
        await rows.media({ media_type, media_id: '1', title: 'One', year: 1985, vote: 9, genres: ['Drama'], details })
        await rows.media({ media_type, media_id: '2', title: 'Two', year: 2005, vote: 4, genres: ['Horror'], details })
        await rows.media({ media_type, media_id: '3', title: 'Three', year: 2015, vote: 6 })
      }
      const now = Date.now() - 60_000
      const inOrder = asked.toSorted((a, b) => b.daysAgo - a.daysAgo)
      const ids: string[] = []
      for (const [index, one] of inOrder.entries()) {
        const created_at = new Date(now - one.daysAgo * DAY_MS + index)
        const { userId, mediaType, is4k, title } = one
        const seasons = mediaType === 'tv' ? one.seasons : []
        const row = { user_id: userId, media_type: mediaType, media_id: title === 'nobody told of it' ? '4' : title }
        // the seasons were changed after it was asked for: those that were asked for count
        const id = await rows.request({ ...row, is4k, seasons: seasons.slice(0, 1), created_at })
        await rows.step(id, { step: 'asked', at: created_at, detail: JSON.stringify({ seasons }) })
        ids.push(id)
      }
      const tried = await rig.client.ask(TryApprovalRule, { condition, days: 60 }, admin())
      await add('The rule', condition)
      for (const id of ids) await becamePending(id)
      await settled()
      expect(tried.asked).toBe(ids.length)
      expect(tried.items.map(({ id }) => id).toSorted()).toEqual(taken.map(({ id }) => id).toSorted())
      expect(tried.passed).toBe(taken.length)
    }),
    { numRuns: 15 },
  )
})

test('the what-if says how long each waited, and counts the week before its first day', async () => {
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS)
  await rows.request({ user_id: anna, created_at: ago(35), title: 'Before' })
  const held = await rows.request({ user_id: anna, created_at: ago(29), title: 'Held back' })
  const passed = await rows.request({ user_id: anna, created_at: ago(20), title: 'Passed', status: 'available' })
  await rows.step(passed, { step: 'approved', at: new Date(ago(20).getTime() + 3_600_000) })
  const tried = await rig.client.ask(TryApprovalRule, { condition: { maxPerWeek: 1 }, days: 30 }, admin())
  expect(tried).toMatchObject({ asked: 2, passed: 1, items: [{ id: passed, status: 'available' }] })
  expect(tried.items[0]!.waitedMs).toBeGreaterThan(3_590_000)
  expect(tried.items.map(({ id }) => id)).not.toContain(held)
})
