import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { until } from '../../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import type { HostedFunctions } from '../../../bus/start.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { ExplainService, GetBoardAt, type Step } from '../../../contracts/history.ts'
import { MaintenanceBegan, MaintenanceEnded, MaintenancePlanned } from '../../../contracts/maintenance.ts'
import { ServiceConfigured } from '../../../contracts/services.ts'
import { SettingsChanged } from '../../../contracts/settings.ts'
import { CauseChanged, MonitorUpdated } from '../../../contracts/status.ts'
import { historyFunctions } from './index.ts'
import rollUp from './roll-up.ts'
import { DAY_MS, later, MINUTE_MS } from './spans.ts'
import { type Made, type TestStory, testStory } from './story-rig.test.ts'

let rig: Rig
let hosts: HostedFunctions
let story: TestStory

beforeAll(async () => {
  rig = await startRig()
  hosts = await rig.host(historyFunctions.filter((fn) => fn !== rollUp))
  story = testStory(hosts)
})
beforeEach(async () => {
  await hosts.pool.query('delete from status.influence')
})
afterAll(() => rig.stop())

const now = new Date()
const at = (minutesAgo: number): Date => later(now, -minutesAgo * MINUTE_MS)
const iso = (minutesAgo: number): string => at(minutesAgo).toISOString()

type Explained = AnswerOf<typeof ExplainService>
const explain = (input: InputOf<typeof ExplainService>, role: 'admin' | 'user' = 'admin'): Promise<Explained> =>
  rig.client.ask(ExplainService, input, { ...rig.who, role })

/** Publishes an event and gives its id once it is noted; `minutesAgo` puts the note where the test wants it. */
async function noted(publishing: Promise<{ id: string }>, minutesAgo?: number): Promise<string> {
  const { id } = await publishing
  await until(async () => (await hosts.pool.query('select from status.influence where id = $1', [id])).rowCount)
  if (minutesAgo !== undefined)
    await hosts.pool.query('update status.influence set at = $2 where id = $1', [id, at(minutesAgo)])
  return id
}

const every = (from: number, to: number, more: Partial<Made>): Made[] =>
  Array.from({ length: from - to }, (_, i) => ({ at: at(from - i), ...more }))

const told = (steps: readonly Step[]): string[] =>
  steps.map((step) => `${step.at} ${step.kind} ${step.type} ${step.name}`)

test('a failure behind a failed parent: what was set before, both rows of checks, both changes, in order', async () => {
  const [vpn, child] = [
    await story.monitor('VPN', { status: 'offline', since: at(58) }),
    await story.monitor('qBit', { status: 'offline', since: at(57) }),
  ]
  await hosts.pool.query("update status.monitor set service = 'qbittorrent' where id = $1", [child])
  const becauseOf = { id: vpn, name: 'VPN' }
  await hosts.pool.query("update status.monitor set because_of = $2, because_of_name = 'VPN' where id = $1", [
    child,
    vpn,
  ])
  await story.checks(vpn, [...every(70, 60, {}), ...every(60, 0, { status: 'offline', error: 'no answer' })])
  await story.checks(child, [...every(70, 57, {}), ...every(57, 55, { status: 'offline', error: 'refused' })])
  const root = await story.change(vpn, 2, { at: at(58), from: 'online', status: 'offline', error: 'no answer' })
  const own = await story.change(child, 2, {
    at: at(57),
    from: 'online',
    error: 'refused',
    status: 'offline',
    becauseOf,
  })
  const { who, client } = rig
  const changes = [{ path: 'board.title', from: 'a', to: 'b' }]
  const house = await noted(client.publishEvent(SettingsChanged, { changeId: randomUUID(), changes }, who), 65)
  const older = await noted(client.publishEvent(SettingsChanged, { changeId: randomUUID(), changes }, who), 66)
  const facts = { name: 'VPN', version: 3, kind: 'http', target: 'http://me:word@vpn:1/x?key=1', group: null } as const
  const parent = await noted(client.publishEvent(MonitorUpdated, { monitorId: vpn, ...facts }, who), 62)
  await noted(client.publishEvent(MonitorUpdated, { monitorId: randomUUID(), ...facts }, who), 62)
  const service = {
    title: 'Sonarr',
    url: 'http://s:1',
    enabled: true,
    version: 1,
    health: { target: 'http://s:1/ping', acceptedCodes: ['200'] },
  }
  await noted(client.publishEvent(ServiceConfigured, { service: 'sonarr', ...service }, who), 62)
  const connected = await noted(client.publishEvent(ServiceConfigured, { service: 'qbittorrent', ...service }, who), 61)

  const answer = await explain({ service: 'qbit' })
  expect(answer).toMatchObject({ status: 'offline', since: iso(57), becauseOf })
  expect(told(answer.steps).toSorted()).toEqual(
    [
      `${iso(65)} settings settings.changed null`,
      `${iso(62)} monitor status.monitor-updated VPN`,
      `${iso(61)} settings settings.service-configured null`,
      // the last good one, the first failures, the last ones
      ...[61, 60, 59, 58, 3, 2, 1].map((minute) => `${iso(minute)} check check VPN`),
      `${iso(58)} cause status.changed VPN`,
      ...[58, 57, 56].map((minute) => `${iso(minute)} check check qBit`),
      `${iso(57)} transition status.changed qBit`,
    ].toSorted(),
  )
  const ids = answer.steps.flatMap(({ entryId }) => entryId ?? [])
  expect(ids.toSorted()).toEqual([house, parent, connected, root, own].toSorted())
  expect(ids).not.toContain(older)
  expect(answer.steps.map((step) => step.at)).toEqual(answer.steps.map((step) => step.at).toSorted())
  expect(answer.steps.find(({ data }) => 'leftOut' in data)).toMatchObject({ at: iso(3), data: { leftOut: 54 } })
  expect(
    answer.steps.filter(({ name, kind, status }) => name === 'VPN' && kind === 'check' && status === 'online'),
  ).toHaveLength(1)
  // nothing of an address but where it leads
  expect(JSON.stringify(answer)).not.toMatch(/word|key=1/)
  const member = await explain({ service: 'qbit' }, 'user')
  expect(member.steps.map(({ at: when, entryId }) => [when, entryId])).toEqual(
    answer.steps.map(({ at: when, entryId }) => [when, entryId]),
  )
  expect(member.steps.every(({ actor }) => actor === null)).toBe(true)
  expect(JSON.stringify(member)).not.toMatch(/vpn:1|"from":"a"/)
})

test('a parent that is seen to fail after its child is the cause from then on', async () => {
  const [parent, child] = [await story.monitor('Late parent'), await story.monitor('Early child')]
  await story.change(child, 1, { at: at(50), from: 'unknown', status: 'offline', error: 'refused' })
  await story.change(parent, 1, { at: at(49), from: 'unknown', status: 'offline', error: 'no answer' })
  const becauseOf = { id: parent, name: 'Late parent' }
  const data = { monitorId: child, name: 'Early child', version: 3, error: 'refused', group: null, change: 1 }
  const changed = (minutesAgo: number, cause: typeof becauseOf | null) =>
    noted(
      rig.client.publishEvent(
        CauseChanged,
        { ...data, status: 'offline', becauseOf: cause, at: iso(minutesAgo) },
        rig.who,
      ),
    )
  const put = await changed(48, becauseOf)
  const stood = await changed(20, null)
  expect((await explain({ service: child, at: iso(49.5) })).becauseOf).toBeNull()
  const during = await explain({ service: child, at: iso(30) })
  expect(during).toMatchObject({ becauseOf, since: iso(50) })
  expect(told(during.steps)).toEqual([
    `${iso(50)} transition status.changed Early child`,
    `${iso(49)} cause status.changed Late parent`,
    `${iso(48)} cause status.cause-changed Early child`,
  ])
  expect(during.steps.at(-1)?.entryId).toBe(put)
  const after = await explain({ service: child, at: iso(10) })
  expect(after.becauseOf).toBeNull()
  expect(after.steps.at(-1)).toMatchObject({ entryId: stood, data: { becauseOf: null } })
  const board = async (minutesAgo: number) =>
    (await rig.client.ask(GetBoardAt, { at: iso(minutesAgo) }, rig.who)).services.find(({ id }) => id === child)
  expect((await board(30))?.becauseOf).toEqual(becauseOf)
  expect((await board(10))?.becauseOf).toBeNull()
})

test('windows that were open then are told, and shown on the board of then', async () => {
  const id = await story.monitor('Kept')
  await story.change(id, 1, { at: at(40), from: 'online', status: 'offline', error: 'no answer' })
  const window = { maintenanceId: randomUUID(), title: 'New disk', version: 1, monitorIds: [id] }
  const { client, who } = rig
  const began = await noted(client.publishEvent(MaintenanceBegan, { ...window, at: iso(45), until: iso(20) }, who))
  await noted(client.publishEvent(MaintenanceEnded, { ...window, at: iso(35) }, who))
  const stepsAt = async (minutesAgo: number) => (await explain({ service: id, at: iso(minutesAgo) })).steps
  expect((await stepsAt(38)).find(({ kind }) => kind === 'maintenance')).toEqual(
    expect.objectContaining({
      at: iso(45),
      entryId: began,
      data: { maintenanceId: window.maintenanceId, title: 'New disk', until: iso(20) },
    }),
  )
  expect((await stepsAt(30)).some(({ kind }) => kind === 'maintenance')).toBe(false)
  const boards = await Promise.all([38, 30].map((ago) => client.ask(GetBoardAt, { at: iso(ago) }, who)))
  expect(boards.map(({ services }) => services.find((one) => one.id === id)?.maintenance)).toEqual([
    { id: window.maintenanceId, title: 'New disk', endsAt: iso(20) },
    null,
  ])
})

test('that a window was planned is told of the services that it came to cover, and of no others', async () => {
  const [inside, outside] = [await story.monitor('Inside'), await story.monitor('Outside')]
  for (const id of [inside, outside])
    await story.change(id, 1, { at: at(40), from: 'online', status: 'offline', error: 'no answer' })
  const window = { maintenanceId: randomUUID(), title: 'Inside only', version: 1 }
  const { client, who } = rig
  const plan = client.publishEvent(MaintenancePlanned, { ...window, startsAt: iso(45), cron: null }, who)
  const planned = await noted(plan, 50)
  const spell = { at: iso(45), until: iso(20), monitorIds: [inside] }
  await noted(client.publishEvent(MaintenanceBegan, { ...window, ...spell }, who))
  const plansOf = async (service: string) =>
    (await explain({ service, at: iso(38) })).steps.filter(({ type }) => type === MaintenancePlanned.type)
  expect((await plansOf(inside)).map(({ entryId }) => entryId)).toEqual([planned])
  expect(await plansOf(outside)).toEqual([])
})

test('of what is no longer kept check by check, the span is left; and the last thing that was done, however old', async () => {
  const id = await story.monitor('Long ago')
  await hosts.pool.query('insert into status.roll_up (until) values (now())')
  const days = (n: number): number => n * (DAY_MS / MINUTE_MS)
  const change = await story.change(id, 1, { at: at(days(10)), from: 'online', status: 'offline', error: 'refused' })
  await hosts.pool.query(
    "insert into status.check_5m values ($1, date_bin('5 minutes', $2, 'epoch'), 15, 9, 0, 0, 90, 10, 10)",
    [id, at(days(10))],
  )
  const changes = [{ path: 'board.title', from: 'a', to: 'b' }]
  const event = rig.client.publishEvent(SettingsChanged, { changeId: randomUUID(), changes }, rig.who)
  const done = await noted(event, days(12))
  const { steps, status } = await explain({ service: 'LONG ago' })
  expect(status).toBe('offline')
  expect(steps.map(({ type }) => type)).toEqual(['settings.changed', 'checks', 'status.changed'])
  expect(steps.map(({ entryId }) => entryId)).toEqual([done, null, change])
  expect(steps[1]).toMatchObject({ status: 'offline', data: { minutes: 5, checks: 15, good: 9 } })
})

test('who never was checked is unknown; who is not there, and what is to come, is refused', async () => {
  const id = await story.monitor('Fresh', { created: at(5) })
  expect(await explain({ service: id })).toMatchObject({ status: 'unknown', since: null, becauseOf: null })
  await expect(explain({ service: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(explain({ service: id, at: iso(-10) })).rejects.toMatchObject({
    code: 'INVALID',
    message: '"at" must not lie in the future.',
  })
})
