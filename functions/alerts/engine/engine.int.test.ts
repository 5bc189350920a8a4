import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { AcknowledgeAlert, ResolveAlert, SnoozeAlert, UpdateRule, RemoveRule } from '../../../contracts/alerts.ts'
import { GetIncident, GetPostMortem, ListIncidents } from '../../../contracts/incidents.ts'
import { MaintenanceBegan, MaintenanceEnded } from '../../../contracts/maintenance.ts'
import { MonitorRemoved, StatusChanged } from '../../../contracts/status.ts'
import { randomUUID } from 'node:crypto'
import { until } from '../../../infra/test/fresh.ts'
import { type AlertHouse, startAlertHouse, type TestService } from './house-rig.test.ts'
import passTime from './pass-time.ts'

let house: AlertHouse
beforeAll(async () => {
  house = await startAlertHouse()
})
beforeEach(async () => {
  await house.hosts.pool.query('delete from alerts.rule; delete from alerts.standing')
})
afterAll(() => house.stop())

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000)
const of = async (service: TestService) => (await house.alerts()).filter(({ subject }) => subject.id === service.id)

test('an outage raises one alert however many rules match, and its end resolves it', async () => {
  await house.rule({ name: 'At once', severity: 'warning' })
  await house.rule({ name: 'At once too', severity: 'critical' })
  const plex = await house.service('Plex', 'Media')
  await plex.becomes('online', ago(60))
  await plex.becomes('offline', ago(50))
  await house.turned(plex.id, ['raised'])
  await plex.becomes('online', ago(40))
  await house.turned(plex.id, ['raised', 'resolved'])
  const [alert, ...others] = await of(plex)
  expect(others).toEqual([])
  expect(alert).toMatchObject({
    title: 'Plex is offline',
    severity: 'critical',
    state: 'resolved',
    subject: { kind: 'service', name: 'Plex', group: 'Media' },
    resolvedBy: null,
    reopened: 0,
  })
  expect(alert!.raisedAt < alert!.resolvedAt!).toBe(true)
  expect(alert!.rules.map(({ name }) => name).toSorted()).toEqual(['At once', 'At once too'])
})

test('what fails again soon reopens its alert and its incident; much later it is a new one', async () => {
  await house.rule({ name: 'At once' })
  const flap = await house.service('Flap')
  await flap.becomes('online', ago(9000))
  await flap.becomes('offline', ago(8000))
  await flap.becomes('online', ago(7900))
  await flap.becomes('offline', ago(7800))
  await flap.becomes('online', ago(7700))
  await house.turned(flap.id, ['raised', 'resolved', 'reopened', 'resolved'])
  await flap.becomes('offline', ago(100))
  await house.turned(flap.id, ['raised', 'resolved', 'reopened', 'resolved', 'raised'])
  const alerts = await of(flap)
  expect(alerts.map(({ state, reopened }) => [state, reopened])).toEqual([
    ['open', 0],
    ['resolved', 1],
  ])
  const { items } = await house.rig.client.ask(ListIncidents, {}, { ...house.rig.who, role: 'admin' })
  const own = items.filter(({ root }) => root?.id === flap.id)
  expect(own.map(({ state, alertIds }) => [state, alertIds.length])).toEqual([
    ['open', 1],
    ['resolved', 1],
  ])
})

test('behind a failed parent nothing is raised, and all of it is one incident', async () => {
  await house.rule({ name: 'At once' })
  const [vpn, torrent, books] = [
    await house.service('VPN'),
    await house.service('Torrents'),
    await house.service('Books'),
  ]
  for (const one of [vpn, torrent, books]) await one.becomes('online', ago(100))
  // the books fail first, by themselves as it seems
  await books.becomes('offline', ago(62))
  await house.turned(books.id, ['raised'])
  await vpn.becomes('offline', ago(60))
  await house.turned(vpn.id, ['raised'])
  await books.because(vpn, ago(59))
  await torrent.becomes('offline', ago(58), { becauseOf: { id: vpn.id, name: 'VPN' } })
  await house.settled()
  expect(house.turns(torrent.id)).toEqual([])
  const { items } = await house.rig.client.ask(ListIncidents, { state: 'open' }, { ...house.rig.who, role: 'admin' })
  const [incident] = items.filter(({ root }) => root?.id === vpn.id)
  expect(incident!.affected.map(({ name }) => name).toSorted()).toEqual(['Books', 'Torrents', 'VPN'])
  expect(incident!.alertIds).toHaveLength(2)
  expect(items.filter(({ root }) => root?.id === books.id)).toEqual([])

  await vpn.becomes('online', ago(30))
  await torrent.becomes('online', ago(29))
  await books.becomes('online', ago(28))
  await house.turned(books.id, ['raised', 'resolved'])
  await house.settled()
  const { incident: over, timeline } = await house.rig.client.ask(
    GetIncident,
    { id: incident!.id },
    { ...house.rig.who, role: 'admin' },
  )
  expect(over.state).toBe('resolved')
  expect(over.affected.every(({ until: end }) => end !== null)).toBe(true)
  expect(timeline.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['raised', 'affected', 'recovered', 'resolved']),
  )
  const { markdown } = await house.rig.client.ask(
    GetPostMortem,
    { id: incident!.id },
    { ...house.rig.who, role: 'admin' },
  )
  expect(markdown).toContain('# VPN is offline')
  expect(markdown).toMatch(/\| Torrents \| .* \| 29 s \|/)
})

test('in maintenance nothing is raised; what still fails when it ends counts from then', async () => {
  await house.rule({ name: 'At once' })
  const nas = await house.service('NAS')
  await nas.becomes('online', ago(100))
  await house.settled()
  const id = randomUUID()
  const window = { maintenanceId: id, title: 'Disks', monitorIds: [nas.id] }
  const { client, who } = house.rig
  await client.publishEvent(MaintenanceBegan, { ...window, version: 1, at: ago(90).toISOString(), until: null }, who)
  await until(async () => {
    const { rows } = await house.hosts.pool.query('select 1 from alerts.subject where $1 = any(windows)', [id])
    return rows.length === 1
  })
  await nas.becomes('offline', ago(80), { maintenanceId: id })
  await house.settled()
  expect(house.turns(nas.id)).toEqual([])
  const ended = ago(20)
  await client.publishEvent(MaintenanceEnded, { ...window, version: 2, at: ended.toISOString() }, who)
  await house.turned(nas.id, ['raised'])
  expect((await of(nas))[0]!.raisedAt).toBe(ended.toISOString())
})

test('a window that we hear of late, its end first, excuses what failed in it all the same', async () => {
  await house.rule({ name: 'After a minute', condition: { state: 'offline', forSeconds: 60 } })
  const nas = await house.service('Late NAS')
  await nas.becomes('online', ago(600))
  await house.settled()
  const window = { maintenanceId: randomUUID(), title: 'Disks', monitorIds: [nas.id] }
  const { client, who } = house.rig
  await nas.becomes('offline', ago(550))
  await nas.becomes('online', ago(300))
  await client.publishEvent(MaintenanceEnded, { ...window, version: 2, at: ago(200).toISOString() }, who)
  await client.publishEvent(MaintenanceBegan, { ...window, version: 1, at: ago(520).toISOString(), until: null }, who)
  await until(
    async () => {
      const known = 'select change from alerts.subject where id = $1 and windows = $2'
      const { rows } = await house.hosts.pool.query<{ change: number }>(known, [nas.id, []])
      const ended = 'select 1 from alerts.maintenance_window where id = $1 and not open'
      return rows[0]?.change === 3 && (await house.hosts.pool.query(ended, [window.maintenanceId])).rows.length === 1
    },
    { timeoutMs: 15_000 },
  )
  expect(house.turns(nas.id)).toEqual([])
})

test('acknowledged, snoozed and resolved by hand, with a sentence where it cannot be', async () => {
  await house.rule({ name: 'At once' })
  const hand = await house.service('Hand')
  await hand.becomes('online', ago(200))
  await hand.becomes('offline', ago(190))
  await house.turned(hand.id, ['raised'])
  const { id } = (await of(hand))[0]!
  const acknowledged = await house.does(AcknowledgeAlert, { id, note: 'On my way' })
  expect(acknowledged).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'user:tester' })
  await expect(house.does(AcknowledgeAlert, { id })).rejects.toThrow(/CONFLICT.*acknowledged already/)
  expect(await house.does(SnoozeAlert, { id, minutes: 30 })).toMatchObject({ state: 'snoozed' })
  await house.hosts.pool.query(`update alerts.alert set snoozed_until = now() - interval '1 second' where id = $1`, [
    id,
  ])
  await house.slot(passTime)
  await house.turned(hand.id, ['raised', 'acknowledged', 'snoozed', 'reopened'])
  expect(await house.does(ResolveAlert, { id })).toMatchObject({ state: 'resolved', resolvedBy: 'user:tester' })
  await expect(house.does(SnoozeAlert, { id })).rejects.toThrow(/CONFLICT.*nothing is left to do/)
  // it still holds and stays resolved; when it went away and comes anew, it is back
  await hand.becomes('online', ago(100))
  await hand.becomes('offline', ago(90))
  await house.turned(hand.id, ['raised', 'acknowledged', 'snoozed', 'reopened', 'resolved', 'reopened'])
})

test('what overtakes waits for what it overtook, and what comes twice changes nothing', async () => {
  await house.rule({ name: 'At once' })
  const late = await house.service('Late')
  const said = [
    late.change('online', ago(50)),
    late.change('offline', ago(40)),
    late.change('online', ago(30)),
    late.change('offline', ago(20)),
  ]
  const { client, who } = house.rig
  for (const one of [said[3]!, said[1]!, said[2]!, said[0]!, said[1]!, said[3]!])
    await client.publishEvent(StatusChanged, one, who)
  await house.turned(late.id, ['raised', 'resolved', 'reopened'])
  expect((await of(late)).map(({ rules }) => rules[0]!.since)).toEqual([said[3]!.at])
})

test('a rule that goes resolves what only it held up; so does a service', async () => {
  const rule = await house.rule({ name: 'At once' })
  const a = await house.service('A')
  await a.becomes('online', ago(50))
  await a.becomes('offline', ago(40))
  await house.turned(a.id, ['raised'])
  await house.does(UpdateRule, {
    ...rule,
    name: 'Renamed',
    severity: 'warning',
    kind: 'state',
    condition: rule.condition,
  })
  expect((await of(a))[0]!.rules.map(({ name }) => name)).toEqual(['Renamed'])
  await house.does(RemoveRule, { id: rule.id })
  await house.turned(a.id, ['raised', 'resolved'])
  const again = await house.rule({ name: 'Once more' })
  await house.turned(a.id, ['raised', 'resolved', 'reopened'])
  expect((await of(a))[0]!.rules.map(({ id }) => id)).toEqual([again.id])
  await house.rig.client.publishEvent(MonitorRemoved, { monitorId: a.id, name: 'A', version: 99 }, house.rig.who)
  await house.turned(a.id, ['raised', 'resolved', 'reopened', 'resolved'])
  expect((await of(a))[0]!.resolvedBy).toBe('system')
})

test('what became due and was over before we heard of it is told with the times at which it happened', async () => {
  await house.rule({ name: 'After a minute', condition: { state: 'offline', forSeconds: 60 } })
  const past = await house.service('Past')
  await past.becomes('online', ago(600))
  const began = ago(500)
  await past.becomes('offline', began)
  const ended = ago(200)
  await past.becomes('online', ended)
  await house.turned(past.id, ['raised', 'resolved'])
  expect((await of(past))[0]).toMatchObject({
    raisedAt: new Date(began.getTime() + 60_000).toISOString(),
    resolvedAt: ended.toISOString(),
    rules: [{ since: began.toISOString() }],
  })
})
