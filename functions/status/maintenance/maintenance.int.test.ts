import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { until } from '../../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import type { Recorded } from '../../../bus/function.ts'
import { hosted } from '../../../bus/host.ts'
import { readJournal } from '../../../bus/nats/journal.ts'
import { publishSlot } from '../../../bus/schedule.ts'
import type { HostedFunctions } from '../../../bus/start.ts'
import type { CommandContract, DataOf, InputOf } from '../../../contracts/define.ts'
import {
  CancelMaintenance,
  ChangeMaintenance,
  ListMaintenance,
  type Maintenance,
  MaintenanceBegan,
  MaintenanceEnded,
  PlanMaintenance,
} from '../../../contracts/maintenance.ts'
import { UpdateMonitor } from '../../../contracts/status.ts'
import { type TestBoard, testBoard } from '../board-rig.test.ts'
import { statusFunctions } from '../index.ts'
import { startTarget, type TestTarget } from '../target-rig.test.ts'
import runMaintenance from './run-maintenance.ts'

type Plan = InputOf<typeof PlanMaintenance>
type Seen =
  | ({ what: 'began' } & DataOf<typeof MaintenanceBegan>)
  | ({ what: 'ended' } & DataOf<typeof MaintenanceEnded>)

let rig: Rig
let hosts: HostedFunctions
let board: TestBoard
let web: TestTarget
let stopReading: () => Promise<void>
const seen: Seen[] = []

beforeAll(async () => {
  web = await startTarget()
  rig = await startRig()
  hosts = await rig.host(statusFunctions)
  board = await testBoard(rig.link, rig.client, rig.who)
  const reader = readJournal(rig.link, 'events', { seq: 1 }, (entry: Recorded) => {
    if (entry.type === MaintenanceBegan.type) seen.push({ what: 'began', ...MaintenanceBegan.schema.parse(entry.data) })
    if (entry.type === MaintenanceEnded.type) seen.push({ what: 'ended', ...MaintenanceEnded.schema.parse(entry.data) })
  })
  await reader.ready
  stopReading = () => reader.stop()
})
beforeEach(async () => {
  await hosts.pool.query('delete from status.monitor; delete from status.maintenance')
})
afterAll(async () => {
  await stopReading()
  await board.stop()
  await rig.stop()
  await web.stop()
})

/** Milliseconds from now, as a time. */
const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
const HOUR = 3_600_000
const openNow = { startsAt: at(-HOUR), endsAt: at(HOUR) }

async function send<C extends CommandContract>(contract: C, data: InputOf<C>): Promise<unknown> {
  const sent = await rig.client.send(contract, data, rig.who, { waitMs: 5000 })
  if (sent.state !== 'done') throw new Error('No outcome came.')
  return sent.outcome.ok ? sent.outcome.data : sent.outcome
}
const plan = async (data: Partial<Plan>): Promise<Maintenance> =>
  PlanMaintenance.result.parse(await send(PlanMaintenance, { title: 'New disk', ...data }))
const service = async (name: string, group: string | null = null): Promise<string> =>
  (await board.add({ name, kind: 'http', target: web.url, group })).id

let slot = Date.now() - 1_000_000
/** Has a slot run, as the clock would. */
const tick = (): Promise<void> => publishSlot(hosted(hosts.host, runMaintenance), (slot += 5000))
const told = (id: string): string[] => seen.filter((one) => one.maintenanceId === id).map((one) => one.what)
const lastTold = (id: string): Seen | undefined => seen.findLast((one) => one.maintenanceId === id)
const shows = async (id: string): Promise<string | null> => (await board.tile(id))?.maintenance?.title ?? null

test('a window that has begun opens with the command, on the tiles of what it covers', async () => {
  const [inGroup, named, other] = [await service('A', 'Media'), await service('B'), await service('C', 'Other')]
  const before = (await board.tile(inGroup))?.version ?? 0
  const { id, active, nextAt } = await plan({ ...openNow, groups: ['Media'], monitorIds: [named] })
  expect(active?.until).toBe(openNow.endsAt)
  expect(nextAt).toBeNull()
  const tile = await board.tile(inGroup)
  expect(tile?.maintenance).toEqual({ id, title: 'New disk', endsAt: openNow.endsAt })
  expect(tile?.version).toBeGreaterThan(before)
  expect(await shows(named)).toBe('New disk')
  expect(await shows(other)).toBeNull()
  await until(() => told(id).length === 1)
  expect(lastTold(id)).toMatchObject({ what: 'began', until: openNow.endsAt, title: 'New disk' })
  expect(lastTold(id)?.monitorIds).toEqual([inGroup, named].toSorted())
})

test('a window opens and closes on time, once, with several processes at it', async () => {
  const second = await rig.host(statusFunctions)
  const monitor = await service('Twice')
  const window = { startsAt: at(300), endsAt: at(1200) }
  const { id, active, nextAt } = await plan({ ...window, everything: true })
  expect([active, nextAt]).toEqual([null, window.startsAt])
  await until(async () => {
    await Promise.all([tick(), tick(), tick()])
    return told(id).includes('ended')
  })
  await Promise.all([tick(), tick()])
  await until(async () => (await board.tile(monitor))?.maintenance === null)
  expect(told(id)).toEqual(['began', 'ended'])
  expect(lastTold(id)).toMatchObject({ at: window.endsAt, monitorIds: [monitor] })
  const began = seen.find((one) => one.maintenanceId === id)
  expect(Date.parse(began?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(window.startsAt))
  await second.stop()
})

test('what ended while nothing ran is closed by whoever comes next, at the time that it ended', async () => {
  const monitor = await service('Away')
  const { id } = await plan({ startsAt: at(-HOUR), endsAt: at(700), everything: true })
  const ended = (await rows('ends_at', id)) as Date
  await hosts.stop()
  await until(() => Date.now() > ended.getTime())
  expect(told(id)).toEqual(['began'])
  hosts = await rig.host(statusFunctions)
  // by itself, as the last slot is run when a process starts
  await until(() => told(id).includes('ended'), { timeoutMs: 8000 })
  expect(lastTold(id)).toMatchObject({ what: 'ended', at: ended.toISOString(), monitorIds: [monitor] })
  await until(async () => (await shows(monitor)) === null)
})

test('what an open window covers changes with the monitors, and is told again as a whole', async () => {
  const stays = await service('Stays', 'Media')
  const { id } = await plan({ ...openNow, groups: ['Media'] })
  const added = await service('Added', 'Media')
  // from the first moment on, so that no check of it counts
  expect(await shows(added)).toBe('New disk')
  await tick()
  await until(() => told(id).length === 2)
  const { rows: counted } = await hosts.pool.query(
    'select from status.check_result where monitor_id = $1 and not excluded',
    [added],
  )
  expect(counted).toEqual([])
  expect(lastTold(id)).toMatchObject({ what: 'began', monitorIds: [stays, added].toSorted() })
  await send(UpdateMonitor, { id: added, name: 'Added', kind: 'http', target: web.url, group: 'Other' })
  await tick()
  await until(() => told(id).length === 3)
  expect(lastTold(id)).toMatchObject({ what: 'began', monitorIds: [stays] })
  await until(async () => (await shows(added)) === null)
  expect(await shows(stays)).toBe('New disk')
  expect(seen.filter((one) => one.maintenanceId === id).map((one) => one.version)).toEqual([2, 3, 4])
})

test('of several windows the one that ends last shows, and each is told for itself', async () => {
  const monitor = await service('Both')
  const long = await plan({ ...openNow, title: 'Long', everything: true })
  const short = await plan({ ...openNow, endsAt: at(HOUR / 2), title: 'Short', monitorIds: [monitor] })
  expect(await shows(monitor)).toBe('Long')
  await send(CancelMaintenance, { id: short.id })
  await until(() => told(short.id).length === 2)
  expect(lastTold(short.id)).toMatchObject({ what: 'ended', monitorIds: [monitor] })
  expect(await shows(monitor)).toBe('Long')
  expect(told(long.id)).toEqual(['began'])
  const longest = await plan({ ...openNow, endsAt: at(2 * HOUR), title: 'Longest', monitorIds: [monitor] })
  expect(await shows(monitor)).toBe('Longest')
  await send(CancelMaintenance, { id: longest.id })
  expect(await shows(monitor)).toBe('Long')
  await send(CancelMaintenance, { id: long.id })
  expect(await shows(monitor)).toBeNull()
  await until(() => told(long.id).length === 2)
  expect(lastTold(long.id)).toMatchObject({ what: 'ended', monitorIds: [monitor] })
})

test('a change opens, renames, prolongs and closes at once', async () => {
  const monitor = await service('Changed')
  const { id } = await plan({ startsAt: at(HOUR), endsAt: at(2 * HOUR), everything: true })
  const change = async (data: Partial<Plan>) =>
    ChangeMaintenance.result.parse(await send(ChangeMaintenance, { id, title: 'New disk', everything: true, ...data }))
  expect((await change(openNow)).active).not.toBeNull()
  const later = at(3 * HOUR)
  expect((await change({ ...openNow, endsAt: later, title: 'Two disks' })).active?.until).toBe(later)
  expect((await board.tile(monitor))?.maintenance).toEqual({ id, title: 'Two disks', endsAt: later })
  expect((await change({ startsAt: openNow.startsAt, endsAt: at(-1000) })).active).toBeNull()
  expect(await shows(monitor)).toBeNull()
  await until(() => told(id).length === 2)
  expect(told(id)).toEqual(['began', 'ended'])
  const gone = { id: '0d5b1c1e-8a57-4f0e-9a3c-5f2f1f0a7b22', title: 'x', everything: true, ...openNow }
  expect(await send(ChangeMaintenance, gone)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await send(CancelMaintenance, { id: gone.id })).toMatchObject({ code: 'NOT_FOUND' })
})

test('what cannot be kept is refused with the field', async () => {
  const over = { title: 'Late', everything: true, startsAt: at(-2 * HOUR), endsAt: at(-HOUR) }
  expect(await send(PlanMaintenance, over)).toMatchObject({
    code: 'INVALID',
    message: 'It is over already: choose an end in the future.',
    details: { issues: [{ path: 'endsAt' }] },
  })
  const never = { title: 'Never', everything: true, cron: '0 0 30 2 *', durationMinutes: 5 }
  expect(await send(PlanMaintenance, never)).toMatchObject({ code: 'INVALID', details: { issues: [{ path: 'cron' }] } })
})

test('the list has open ones first, then the next, then past ones, in pages', async () => {
  await service('Listed')
  const past = await plan({ ...openNow, endsAt: at(HOUR), title: 'past', everything: true })
  await send(ChangeMaintenance, { ...openNow, id: past.id, title: 'past', everything: true, endsAt: at(-1000) })
  await plan({ startsAt: at(2 * HOUR), endsAt: at(3 * HOUR), title: 'later', everything: true })
  await plan({ startsAt: at(HOUR), endsAt: at(3 * HOUR), title: 'sooner', everything: true })
  await plan({ cron: '0 0 1 1 *', durationMinutes: 60, timezone: 'Europe/Berlin', title: 'yearly', everything: true })
  await plan({ ...openNow, title: 'open', everything: true })
  const titles: string[] = []
  let cursor: string | undefined
  do {
    const page: DataOf<{ schema: typeof ListMaintenance.result }> = await rig.client.ask(
      ListMaintenance,
      { limit: 2, cursor },
      rig.who,
    )
    titles.push(...page.items.map((one) => one.title))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(titles).toEqual(['open', 'sooner', 'later', 'yearly', 'past'])
  for (const wrong of ['x', Buffer.from('3 1 x').toString('base64url')])
    await expect(rig.client.ask(ListMaintenance, { cursor: wrong }, rig.who)).rejects.toMatchObject({ code: 'INVALID' })
})

async function rows(column: string, id: string): Promise<unknown> {
  const { rows: found } = await hosts.pool.query(`select ${column} as it from status.maintenance where id = $1`, [id])
  return (found[0] as { it: unknown }).it
}
