import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import { newId } from '../../../bus/ids.ts'
import type { HostedFunctions } from '../../../bus/start.ts'
import type { InputOf } from '../../../contracts/define.ts'
import {
  GetPublicService,
  GetPublicStatus,
  GetStatusPage,
  SetStatusPage,
  StatusPage,
} from '../../../contracts/status-page.ts'
import { statusFunctions } from '../index.ts'

const DAY_MS = 86_400_000
const MIDNIGHT = Math.floor(Date.now() / DAY_MS) * DAY_MS

let rig: Rig
let hosts: HostedFunctions

beforeAll(async () => {
  rig = await startRig()
  // without alerts: nobody answers for incidents
  hosts = await rig.host(statusFunctions)
})
afterAll(() => rig.stop())

const set = async (settings: InputOf<typeof SetStatusPage>): Promise<StatusPage> => {
  const sent = await rig.client.send(SetStatusPage, settings, rig.who, { waitMs: 5000 })
  if (sent.state !== 'done' || !sent.outcome.ok) throw new Error(JSON.stringify(sent))
  return StatusPage.parse(sent.outcome.data)
}
const status = () => rig.client.ask(GetPublicStatus, {}, rig.who)

/** A monitor that nothing checks while the test runs. */
async function monitor(name: string, columns: Record<string, unknown> = {}): Promise<string> {
  const row = {
    id: newId(),
    name,
    kind: 'http',
    target: 'http://127.0.0.1:9/',
    interval_seconds: 30,
    timeout_ms: 3000,
    accepted_codes: ['200'],
    created_at: new Date(),
    updated_at: new Date(),
    version: 1,
    status: 'online',
    next_check_at: new Date(Date.now() + DAY_MS),
    group_name: 'Media',
    ...columns,
  }
  const marks = Object.keys(row).map((_, i) => `$${i + 1}`)
  await hosts.pool.query(
    `insert into status.monitor (${Object.keys(row).join(', ')}) values (${marks.join(', ')})`,
    Object.values(row),
  )
  return row.id
}

/** An hour of checks, so many days before today. */
const hour = (id: string, daysAgo: number, checks: number, good: number): Promise<unknown> =>
  hosts.pool.query(
    `insert into status.check_hour (monitor_id, at, checks, good, degraded, excluded, sum_ms) values ($1, $2, $3, $4, 0, 0, 0)`,
    [id, new Date(MIDNIGHT - daysAgo * DAY_MS), checks, good],
  )

test('a page that nobody set is off', async () => {
  expect(await rig.client.ask(GetStatusPage, {}, rig.who)).toEqual({
    enabled: false,
    title: 'Status',
    description: null,
    groups: [],
    responseTimes: false,
    updatedAt: null,
  })
  await expect(status()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(rig.client.ask(GetPublicService, { name: 'x' }, rig.who)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('what is set is kept, each group once', async () => {
  const page = await set({ enabled: true, title: 'House', groups: ['Media', 'Media', ''], description: '' })
  expect(page).toMatchObject({ enabled: true, title: 'House', groups: ['Media', ''], description: null })
  expect(await rig.client.ask(GetStatusPage, {}, rig.who)).toEqual(page)
  expect(await status()).toMatchObject({
    title: 'House',
    status: 'unknown',
    groups: [],
    incidents: null,
    maintenance: [],
  })
})

test('uptime is by day, of 90 days, and never 100 after a failure', async () => {
  const id = await monitor('Plex')
  await hour(id, 90, 100, 0)
  await hour(id, 89, 100, 50)
  await hour(id, 1, 99_900, 99_899)
  await hour(id, 0, 10, 10)
  const [group] = (await status()).groups
  const plex = group?.services[0]
  expect(plex?.days).toHaveLength(90)
  const shares = plex?.days.map((one) => one.uptimePercentage)
  expect([shares?.[0], shares?.[1], shares?.[88], shares?.[89]]).toEqual([50, null, 99.99, 100])
  expect(plex?.days[89]?.day).toBe(new Date(MIDNIGHT).toISOString().slice(0, 10))
  // 51 of 100,010 failed
  expect(plex?.uptimePercentage).toBe(99.94)
  expect(await rig.client.ask(GetPublicService, { name: 'plex' }, rig.who)).toEqual({
    name: 'Plex',
    status: 'online',
    uptimePercentage: 99.94,
  })
})

test('today counts at once, though days that are over are remembered', async () => {
  const id = await monitor('Fresh')
  const share = async () => (await rig.client.ask(GetPublicService, { name: 'Fresh' }, rig.who)).uptimePercentage
  expect(await share()).toBeNull()
  await hour(id, 0, 2, 1)
  expect(await share()).toBe(50)
})

test('planned maintenance is shown for what is shown, within two weeks', async () => {
  const plan = (title: string, columns: Record<string, unknown>) => {
    const row = {
      id: newId(),
      title,
      everything: false,
      groups: [],
      monitor_ids: [],
      created_at: new Date(),
      updated_at: new Date(),
      version: 1,
      ...columns,
    }
    const marks = Object.keys(row).map((_, i) => `$${i + 1}`)
    const text = `insert into status.maintenance (${Object.keys(row).join(', ')}) values (${marks.join(', ')})`
    return hosts.pool.query(text, Object.values(row))
  }
  const days = (from: number, to: number) => ({
    starts_at: new Date(Date.now() + from * DAY_MS),
    ends_at: new Date(Date.now() + to * DAY_MS),
  })
  await plan('soon', { ...days(2, 3), groups: ['Media'] })
  await plan('for all', { ...days(1, 2), everything: true })
  await plan('too far', { ...days(15, 16), everything: true })
  await plan('over', { ...days(-2, -1), everything: true })
  await plan('of others', { ...days(1, 2), groups: ['Private'] })
  await plan('every night', { cron: '0 3 * * *', duration_minutes: 30, timezone: 'Europe/Berlin', groups: ['Media'] })
  const { maintenance } = await status()
  expect(maintenance.map((one) => one.title).toSorted()).toEqual(['every night', 'for all', 'soon'])
  const starts = maintenance.map((one) => one.startsAt)
  expect(starts).toEqual(starts.toSorted())
})

test('a source that has a service in maintenance, and a house where all is well', async () => {
  await monitor('Kuma', { group_name: null, status: 'offline', source_maintenance: true })
  const { groups, status: whole } = await status()
  expect(groups.map(({ name, status: state }) => [name, state])).toEqual([
    ['Media', 'online'],
    ['', 'maintenance'],
  ])
  expect(whole).toBe('maintenance')
})
