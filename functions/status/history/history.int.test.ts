import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import type { HostedFunctions } from '../../../bus/start.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import {
  GetBoardAt,
  GetBoardStory,
  GetHistory,
  GetSeries,
  GetService,
  type HistoryPoint,
  ListTransitions,
} from '../../../contracts/history.ts'
import { historyFunctions } from './index.ts'
import rollUp, { goOn } from './roll-up.ts'
import { countDays } from './rolled.ts'
import { DAY_MS, HOUR_MS, later, MINUTE_MS, spanOf } from './spans.ts'
import { type Made, type TestStory, testStory } from './story-rig.test.ts'

let rig: Rig
let hosts: HostedFunctions
let story: TestStory

beforeAll(async () => {
  rig = await startRig()
  // tests say themselves what is rolled up
  hosts = await rig.host(historyFunctions.filter((fn) => fn !== rollUp))
  story = testStory(hosts)
})
afterAll(() => rig.stop())

const now = new Date()
/** Three whole hours before the hour that it is now. */
const base = later(spanOf(now, HOUR_MS), -3 * HOUR_MS)
const at = (minutes: number): Date => later(base, minutes * MINUTE_MS)
const iso = (minutes: number): string => at(minutes).toISOString()

const history = (input: InputOf<typeof GetHistory>): Promise<AnswerOf<typeof GetHistory>> =>
  rig.client.ask(GetHistory, input, rig.who)

const minutes = (from: number, to: number, more: Partial<Made> = {}): Made[] =>
  Array.from({ length: to - from }, (_, i) => ({ at: at(from + i), ...more }))

async function hour(id: string, start: Date, checks: number, good: number, excluded = 0): Promise<void> {
  await hosts.pool.query('insert into status.check_hour values ($1, $2, $3, $4, 0, $5, $6, 10, 10)', [
    id,
    start,
    checks,
    good,
    excluded,
    good * 10,
  ])
}

test('a history is found by name in any case, by id, and by a name that looks like an id', async () => {
  const odd = randomUUID()
  const id = await story.monitor('Plex of the house')
  const named = await story.monitor(odd)
  expect((await history({ service: 'PLEX OF the house' })).service).toEqual({ id, name: 'Plex of the house' })
  expect((await history({ service: id })).service.id).toBe(id)
  expect((await history({ service: odd.toUpperCase() })).service.id).toBe(named)
  // what is an id is one first
  await story.monitor(id)
  expect((await history({ service: id })).service.name).toBe('Plex of the house')
  await expect(history({ service: 'Nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the last day by default, as fine as makes sense, with what is not rolled up yet', async () => {
  const id = await story.monitor('Radarr')
  await story.checks(id, [
    ...minutes(0, 5, { ms: 20 }),
    { at: at(5), status: 'offline', error: 'connection refused' },
    { at: at(6), status: 'degraded', ms: 900 },
    { at: at(10), status: 'degraded', ms: 800 },
    { at: at(15), status: 'offline', excluded: true, error: 'in maintenance' },
  ])
  const plain = await history({ service: 'radarr' })
  expect(plain).toMatchObject({ resolution: '5m', since: iso(0), nextCursor: null })
  expect(Date.parse(plain.to) - Date.parse(plain.from)).toBe(DAY_MS)
  const point = { excluded: 0, error: null }
  const expected: HistoryPoint[] = [
    { ...point, at: iso(0), status: 'online', checks: 5, good: 5, degraded: 0, avgMs: 20, minMs: 20, maxMs: 20 },
    { ...point, at: iso(5), status: 'offline', checks: 2, good: 1, degraded: 1, avgMs: 900, minMs: 900, maxMs: 900 },
    { ...point, at: iso(10), status: 'degraded', checks: 1, good: 1, degraded: 1, avgMs: 800, minMs: 800, maxMs: 800 },
    {
      at: iso(15),
      status: null,
      checks: 0,
      good: 0,
      degraded: 0,
      excluded: 1,
      error: null,
      avgMs: null,
      minMs: null,
      maxMs: null,
    },
  ]
  expect(plain.items).toEqual(expected)
  // the same from spans that are rolled up, wherever these end
  for (const until of [at(10), at(15), now]) {
    await story.tx((tx) => goOn(tx, later(until, MINUTE_MS)))
    expect((await history({ service: id })).items).toEqual(expected)
  }
  await hosts.pool.query('delete from status.roll_up')
  const raw = await history({ service: id, from: iso(5), to: iso(16) })
  expect(raw.resolution).toBe('raw')
  expect(raw.items.map(({ at: when, status, error }) => [when, status, error])).toEqual([
    [iso(5), 'offline', 'connection refused'],
    [iso(6), 'degraded', null],
    [iso(10), 'degraded', null],
    [iso(15), null, 'in maintenance'],
  ])
  const { items } = await rig.client.ask(GetSeries, { serviceId: id, from: iso(0), to: iso(60) }, rig.who)
  expect(items).toEqual([
    { at: iso(0), avgMs: 20, failedPercent: 0 },
    { at: iso(5), avgMs: 900, failedPercent: 50 },
    { at: iso(10), avgMs: 800, failedPercent: 0 },
  ])
})

test('pages hold together and end, whatever the resolution', async () => {
  const id = await story.monitor('Sonarr')
  await story.checks(id, minutes(0, 60))
  for (const resolution of ['raw', '5m'] as const) {
    const all = await history({ service: id, resolution, from: iso(0), to: iso(60) })
    const paged: HistoryPoint[] = []
    let page = await history({ service: id, resolution, from: iso(0), to: iso(60), limit: 7 })
    for (; ; page = await history({ service: id, limit: 7, cursor: page.nextCursor })) {
      expect(page).toMatchObject({ from: iso(0), to: iso(60), resolution })
      paged.push(...page.items)
      if (!page.nextCursor) break
    }
    expect(paged).toEqual(all.items)
    expect(paged.length).toBe(resolution === 'raw' ? 60 : 12)
  }
  await expect(history({ service: id, cursor: 'x.y.z.raw' })).rejects.toMatchObject({ code: 'INVALID' })
})

test.each([
  [{ from: iso(5), to: iso(5) }, '"from" must be before "to".'],
  [{ from: iso(5), to: iso(4) }, '"from" must be before "to".'],
  [{ from: later(now, HOUR_MS).toISOString() }, '"from" must lie in the past.'],
])('%o is refused with a sentence', async (range, message) => {
  await story.monitor(`Of ${JSON.stringify(range)}`)
  await expect(history({ service: `Of ${JSON.stringify(range)}`, ...range })).rejects.toMatchObject({
    code: 'INVALID',
    message,
  })
})

test('uptime over four lengths: maintenance counts neither way, and a failure in a year is never 100', async () => {
  const id = await story.monitor('Lidarr')
  await hour(id, base, 100, 100, 40)
  await hour(id, later(base, -3 * DAY_MS), 100, 50)
  await hour(id, later(base, -20 * DAY_MS), 800, 850 - 50)
  await hour(id, later(base, -300 * DAY_MS), 1_000_000, 999_999)
  await hour(id, later(base, -400 * DAY_MS), 10, 0)
  await story.tx((tx) => countDays(tx, new Date(0)))
  const answer = await rig.client.ask(GetService, { service: 'LIDARR' }, rig.who)
  expect(answer.uptime).toEqual({ day: 100, week: 75, month: 95, year: 99.99 })
  expect(answer.service).toMatchObject({ id, uptimePercentage: 100 })
  expect((await history({ service: id })).uptime).toEqual(answer.uptime)
  const fresh = await story.monitor('Nothing yet')
  expect((await history({ service: fresh })).uptime).toEqual({ day: null, week: null, month: null, year: null })
})

test('what a service depends on, and what depends on it', async () => {
  const [vpn, client, other] = [await story.monitor('VPN'), await story.monitor('qBit'), await story.monitor('SAB')]
  await hosts.pool.query('update status.monitor set depends_on = $1 where id = any($2)', [[vpn], [client, other]])
  const of = (service: string) => rig.client.ask(GetService, { service }, rig.who)
  expect((await of('vpn')).dependants.map(({ name }) => name)).toEqual(['qBit', 'SAB'])
  expect((await of('qbit')).dependsOn).toEqual([{ id: vpn, name: 'VPN', status: 'unknown' }])
})

test('changes come newest first, of one or of all, page by page', async () => {
  const [a, b] = [await story.monitor('Change A'), await story.monitor('Change B')]
  const ids: string[] = []
  for (const [i, id] of [a, b, a, b, a].entries())
    ids.unshift(await story.change(id, i + 1, { at: at(100 + Math.floor(i / 2)), from: 'online', status: 'offline' }))
  const list = (input: InputOf<typeof ListTransitions>) => rig.client.ask(ListTransitions, input, rig.who)
  const within = { from: iso(100), to: iso(103) }
  const all = (await list(within)).items
  expect(all.map(({ at: when }) => when)).toEqual([iso(102), iso(101), iso(101), iso(100), iso(100)])
  expect(new Set(all.map(({ id }) => id))).toEqual(new Set(ids))
  const first = await list({ ...within, limit: 2 })
  const second = await list({ ...within, limit: 2, cursor: first.nextCursor! })
  const third = await list({ ...within, limit: 2, cursor: second.nextCursor! })
  expect([...first.items, ...second.items, ...third.items]).toEqual(all)
  expect(third.nextCursor).toBeNull()
  expect((await list({ service: 'change b' })).items.map(({ name }) => name)).toEqual(['Change B', 'Change B'])
  await expect(list({ from: iso(2), to: iso(1) })).rejects.toMatchObject({ code: 'INVALID' })
  await expect(list({ cursor: 'abc' })).rejects.toMatchObject({ code: 'INVALID' })
})

test('the board of a minute: states, times and causes of then, and nobody who was not there yet', async () => {
  const [vpn, child] = [
    await story.monitor('Then VPN', { created: at(0), status: 'online', since: at(40) }),
    await story.monitor('Then qBit', { created: at(0), status: 'online', since: at(41) }),
  ]
  const late = await story.monitor('Then new', { created: at(30) })
  const becauseOf = { id: vpn, name: 'Then VPN' }
  await story.change(vpn, 1, { at: at(1), from: 'unknown', status: 'online' })
  await story.change(vpn, 2, { at: at(20), from: 'online', status: 'offline', error: 'no answer' })
  await story.change(vpn, 3, { at: at(40), from: 'offline', status: 'online' })
  await story.change(child, 1, { at: at(1), from: 'unknown', status: 'online' })
  await story.change(child, 2, { at: at(21), from: 'online', status: 'offline', error: 'refused', becauseOf })
  await story.change(child, 3, { at: at(41), from: 'offline', status: 'online' })
  await story.checks(child, [
    ...minutes(1, 21, { ms: 30 }),
    ...minutes(21, 41, { status: 'offline', error: 'refused' }),
  ])
  const board = async (minute: number) => {
    const { services } = await rig.client.ask(GetBoardAt, { at: iso(minute) }, rig.who)
    return new Map(services.map((service) => [service.id, service]))
  }
  const before = await board(10)
  expect(before.has(late)).toBe(false)
  expect(before.get(child)).toMatchObject({
    status: 'online',
    since: iso(1),
    responseTimeMs: 30,
    lastCheckAt: iso(10),
    uptimePercentage: 100,
    error: null,
    becauseOf: null,
    recent: Array.from({ length: 10 }, () => 30),
  })
  const during = await board(30)
  expect(during.get(late)).toMatchObject({ status: 'unknown', since: null, lastCheckAt: null, recent: [] })
  expect(during.get(vpn)).toMatchObject({ status: 'offline', since: iso(20), error: 'no answer', becauseOf: null })
  expect(during.get(child)).toMatchObject({
    status: 'offline',
    since: iso(21),
    responseTimeMs: null,
    error: 'refused',
    becauseOf,
    // 20 good ones and 10 that were not
    uptimePercentage: 66.66,
  })
  expect((await board(0)).get(child)).toMatchObject({ status: 'unknown', since: null })
  expect((await board(60)).get(child)).toMatchObject({ status: 'online', since: iso(41), error: null })
  await expect(rig.client.ask(GetBoardAt, { at: later(now, HOUR_MS).toISOString() }, rig.who)).rejects.toMatchObject({
    code: 'INVALID',
    message: '"at" must not lie in the future.',
  })
})

test('a monitor from before changes were written down stands as its row says', async () => {
  const id = await story.monitor('Old', {
    created: later(base, -DAY_MS),
    status: 'online',
    since: later(base, -HOUR_MS),
  })
  const stood = async (minute: number) =>
    (await rig.client.ask(GetBoardAt, { at: iso(minute) }, rig.who)).services.find((one) => one.id === id)
  expect(await stood(0)).toMatchObject({ status: 'online', since: iso(-60) })
  expect(await stood(-90)).toMatchObject({ status: 'unknown', since: null })
  await story.change(id, 1, { at: at(50), from: 'online', status: 'offline', error: 'gone' })
  expect(await stood(0)).toMatchObject({ status: 'online' })
  expect(await stood(55)).toMatchObject({ status: 'offline', error: 'gone' })
})

test('the story of the board counts like a recount, and loses no outage when there is too much to tell', async () => {
  await hosts.pool.query('delete from status.monitor')
  const states = ['online', 'offline', 'degraded'] as const
  const changes: { at: number; id: string; from: string; to: string }[] = []
  const given: Parameters<TestStory['changes']>[0][number][] = []
  const begin = -2 * 1440
  for (let n = 0; n < 6; n += 1) {
    const created = begin + n * 200
    const id = await story.monitor(`Told ${n}`, { created: at(created) })
    let from: 'unknown' | (typeof states)[number] = 'unknown'
    for (let i = 0; i < 500; i += 1) {
      const status: (typeof states)[number] = states[(i * 7 + n) % 3]!
      if (status === from) continue
      const minute = created + 1 + i * 3 + n / 10
      given.push({ monitorId: id, count: i + 1, at: at(minute), from, status })
      changes.push({ at: at(minute).getTime(), id, from, to: status })
      from = status
    }
  }
  await story.changes(given)
  const tell = (from: number, to: number) => rig.client.ask(GetBoardStory, { from: iso(from), to: iso(to) }, rig.who)
  const created = new Map(Array.from({ length: 6 }, (_, n) => [n, at(begin + n * 200).getTime()]))
  const naive = (time: number) => {
    const tally = { online: 0, offline: 0, degraded: 0, unknown: 0 } as Record<string, number>
    const last = new Map<string, string>()
    for (const change of changes.toSorted((a, b) => a.at - b.at)) if (change.at <= time) last.set(change.id, change.to)
    for (const state of last.values()) tally[state]! += 1
    tally['unknown'] = [...created.values()].filter((born) => born <= time).length - last.size
    return tally
  }
  const all = await tell(begin - 10, 0)
  expect(all.since).toBe(iso(begin))
  expect(all.items.length).toBeLessThanOrEqual(2001)
  expect(changes.length).toBeGreaterThan(2000)
  for (const { at: when, ...tally } of all.items) expect(tally).toEqual(naive(Date.parse(when)))
  const worst = Math.max(...changes.map((change) => naive(change.at)['offline']!))
  expect(Math.max(...all.items.map(({ offline }) => offline))).toBe(worst)
  const part = await tell(begin + 500, begin + 600)
  const within = new Set(
    changes.filter((c) => c.at > at(begin + 500).getTime() && c.at < at(begin + 600).getTime()).map((c) => c.at),
  )
  expect(part.items.length).toBe(within.size + 1)
  for (const { at: when, ...tally } of part.items) expect(tally).toEqual(naive(Date.parse(when)))
  await expect(rig.client.ask(GetBoardStory, { from: '2025-01-01', to: '2025-06-01' }, rig.who)).rejects.toMatchObject({
    code: 'INVALID',
    message: 'Ask for at most 93 days at once.',
  })
})
