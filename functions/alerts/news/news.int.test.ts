import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DataOf } from '../../../contracts/define.ts'
import { IssueMoved } from '../../../contracts/media-issues.ts'
import { RequestMoved } from '../../../contracts/media-requests.ts'
import { ForgetInAlerts, ListNotices, SetNoticePreferences } from '../../../contracts/notices.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type DeliveryRig, startDelivery } from '../delivery/delivery-rig.test.ts'
import { deliveryRules, DELIVERY_RULES } from '../delivery/rules.ts'
import { provide } from '../../../bus/index.ts'
import { dispatching } from '../delivery-functions.ts'
import tellReporter from './tell-reporter.ts'
import tellRequester from './tell-requester.ts'

let at: DeliveryRig
beforeAll(async () => {
  at = await startDelivery()
  await at.rig.host(
    [tellRequester, tellReporter],
    [provide(deliveryRules, { ...DELIVERY_RULES, now: () => new Date(at.clock.at) })],
  )
})
afterAll(() => at.stop())

type Moved = DataOf<typeof RequestMoved>

/** A request of somebody, whose steps are told in order. */
function requestOf(userId: string | null) {
  const requestId = randomUUID()
  let version = 0
  return {
    requestId,
    async moves(part: Partial<Moved>) {
      const moved: Moved = {
        requestId,
        version: ++version,
        userId,
        step: 'asked',
        status: 'processing',
        previousStatus: null,
        at: new Date(Date.now() + version).toISOString(),
        source: 'seerr',
        mediaType: 'movie',
        mediaId: '9101',
        title: 'The Lantern Keeper',
        is4k: false,
        seasons: [],
        seerrId: 7,
        byUserId: null,
        words: null,
        detail: {},
        ...part,
      }
      await at.rig.client.publishEvent(RequestMoved, moved, at.rig.who)
      return moved
    },
  }
}

const noticesOf = async (userId: string) => {
  await at.send()
  return (await at.ask(ListNotices, {}, userId)).items.map(({ title, body, path }) => ({ title, body, path }))
}
const titles = async (userId: string) => (await noticesOf(userId)).map(({ title }) => title)
const handledSoFar = async (of = 'alerts.tell-requester'): Promise<number> => {
  const { rows } = await at.pool.query<{ n: string }>('select count(*) as n from alerts._inbox where function = $1', [
    of,
  ])
  return Number(rows[0]?.n)
}
const handled = (many: number, of?: string) => until(async () => (await handledSoFar(of)) >= many)

test('the list of what happens by itself has them', () => {
  expect(dispatching).toContain(tellRequester)
  expect(dispatching).toContain(tellReporter)
})

test('whoever asked is told each fact once, whatever comes again', async () => {
  const [anna, admin] = [await at.person('user'), await at.person('admin')]
  const request = requestOf(anna)
  const path = `/requests/${request.requestId}`
  await request.moves({ step: 'sent', status: 'pending', previousStatus: 'waiting' })
  await until(async () => (await titles(admin)).includes('Asked for: The Lantern Keeper'))
  expect(await noticesOf(anna)).toEqual([])
  await request.moves({ step: 'approved', status: 'processing', previousStatus: 'pending', byUserId: admin })
  await until(async () => (await titles(anna)).length === 1)
  for (const part of [
    { step: 'failed', status: 'failed', previousStatus: 'processing', detail: { reason: 'Radarr said no.' } },
    { step: 'retried', status: 'processing', previousStatus: 'failed' },
    { step: 'failed', status: 'failed', previousStatus: 'processing' },
    { step: 'grabbed', status: 'processing', previousStatus: 'failed' },
    { step: 'in-plex', status: 'available', previousStatus: 'processing' },
    { step: 'watched', status: 'available' },
  ] as const)
    await request.moves(part)
  await until(async () => (await titles(anna)).includes('In Plex: The Lantern Keeper'))
  expect(await noticesOf(anna)).toEqual([{ title: 'In Plex: The Lantern Keeper', body: 'It can be played.', path }])
  const told = (await at.ledger()).filter(({ alertId, recipient }) => alertId === request.requestId && recipient)
  expect(told.map(({ title }) => title)).toEqual([
    'Asked for: The Lantern Keeper',
    'Approved: The Lantern Keeper',
    'Did not work yet: The Lantern Keeper',
    'In Plex: The Lantern Keeper',
  ])
})

test('a declined request says why; who decided on their own request, or wants no news, is not told', async () => {
  const [ben, quiet, admin] = [await at.person('user'), await at.person('user'), await at.person('admin')]
  await at.ask(
    SetNoticePreferences,
    {
      severities: [],
      requests: false,
      page: true,
      push: false,
      email: false,
      quiet: null,
      digestAt: null,
      timezone: 'UTC',
      emailAddress: null,
    },
    quiet,
  )
  const declined = {
    step: 'declined',
    status: 'declined',
    previousStatus: 'pending',
    detail: { reason: 'Too long.' },
  } as const
  const before = await handledSoFar()
  await requestOf(quiet).moves(declined)
  await requestOf(admin).moves({ ...declined, byUserId: admin })
  await requestOf(null).moves(declined)
  await requestOf(ben).moves(declined)
  await until(async () => (await titles(ben)).length === 1)
  await handled(before + 4)
  expect(await noticesOf(ben)).toMatchObject([{ title: 'Declined: The Lantern Keeper', body: 'The reason: Too long.' }])
  expect(await noticesOf(quiet)).toEqual([])
  expect(await titles(admin)).not.toContain('Declined: The Lantern Keeper')
})

test('what is heard of late is told no more', async () => {
  const anna = await at.person('user')
  const request = requestOf(anna)
  const handledBefore = await handledSoFar()
  await request.moves({ version: 7, step: 'in-plex', status: 'available', previousStatus: 'processing' })
  await until(async () => (await titles(anna)).length === 1)
  await request.moves({ version: 5, step: 'failed', status: 'failed', previousStatus: 'processing' })
  await request.moves({ version: 2, step: 'approved', status: 'processing', previousStatus: 'pending' })
  await handled(handledBefore + 3)
  expect(await titles(anna)).toEqual(['In Plex: The Lantern Keeper'])
})

test('why it was declined is forgotten with whoever wrote it', async () => {
  const [ben, admin] = [await at.person('user'), await at.person('admin')]
  const declined = { step: 'declined', status: 'declined', previousStatus: 'pending', byUserId: admin } as const
  await requestOf(ben).moves({ ...declined, words: 'Ask me after the holidays.' })
  await until(async () => (await noticesOf(ben)).some(({ body }) => body === 'The reason: Ask me after the holidays.'))
  await at.ask(ForgetInAlerts, { userId: admin, names: [] }, admin)
  expect(await noticesOf(ben)).toMatchObject([{ title: 'Declined: The Lantern Keeper', body: '(erased)' }])
  for (const table of ['delivery', 'notice'])
    expect(JSON.stringify((await at.pool.query(`select * from alerts.${table}`)).rows)).not.toContain('holidays')
})

test('a reported problem is told to admins, and what others say about it to whoever reported it', async () => {
  const [clara, admin] = [await at.person('user'), await at.person('admin')]
  const issueId = randomUUID()
  const issue = (change: DataOf<typeof IssueMoved>['change'], version: number, byUserId: string | null) =>
    at.rig.client.publishEvent(
      IssueMoved,
      {
        issueId,
        version,
        userId: clara,
        change,
        kind: 'audio',
        mediaType: 'tv',
        mediaId: '9201',
        title: 'The Long Tide',
        season: 1,
        episode: 2,
        byUserId,
        at: new Date(Date.now() + version).toISOString(),
        source: 'portal',
      },
      at.rig.who,
    )
  await issue('opened', 1, clara)
  await until(async () => (await titles(admin)).includes('Problem reported: The Long Tide (S1E2)'))
  await issue('commented', 2, clara)
  await handled(2, 'alerts.tell-reporter')
  expect(await noticesOf(clara)).toEqual([])
  await issue('resolved', 3, admin)
  await until(async () => (await titles(clara)).includes('Solved: The Long Tide (S1E2)'))
})
