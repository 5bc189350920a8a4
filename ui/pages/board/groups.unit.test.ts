import { expect, test } from 'vitest'
import type { Service } from '../../../contracts/status.ts'
import { t } from '../../messages.ts'
import { groupsOf } from './groups.ts'
import { houseOf, silentFor } from './house.ts'

const service = (name: string, group: string | null, more: Partial<Service> = {}): Service => ({
  id: name,
  name,
  group,
  kind: 'http',
  status: 'online',
  since: null,
  responseTimeMs: null,
  lastCheckAt: '2026-11-21T12:00:00.000Z',
  uptimePercentage: null,
  error: null,
  recent: [],
  intervalSeconds: 30,
  failures: 0,
  retries: 0,
  becauseOf: null,
  maintenance: null,
  dependsOn: [],
  source: null,
  lastKnownAt: null,
  version: 1,
  ...more,
})
const stateOf = ({ status }: Service): Service['status'] => status
const verdict = (...services: Service[]): string => t.board.verdict(houseOf(services, stateOf))
const gluetun = service('Gluetun', 'Net', { status: 'offline' })
const child = (name: string): Service =>
  service(name, 'Fetch', { status: 'offline', becauseOf: { id: 'Gluetun', name: 'Gluetun' } })
const resting = service('NAS', null, {
  status: 'offline',
  maintenance: { id: 'm', title: 'New disk', endsAt: null },
})

test('what needs somebody comes first, in groups and among them', () => {
  const groups = groupsOf(
    [
      service('NAS', null),
      service('Plex', 'Watch'),
      service('Sonarr', 'Fetch', { status: 'degraded' }),
      service('Radarr', 'Fetch'),
      child('qBittorrent'),
      service('Router', 'House'),
      service('Pi-hole', 'House', { status: 'offline' }),
      service('Seerr', 'Ask', { status: 'unknown', lastCheckAt: null }),
    ],
    stateOf,
  )
  expect(groups.map(({ name, services }) => [name, services.map((s) => s.name)])).toEqual([
    ['House', ['Pi-hole', 'Router']],
    ['Fetch', ['Sonarr', 'qBittorrent', 'Radarr']],
    ['Ask', ['Seerr']],
    ['Watch', ['Plex']],
    [null, ['NAS']],
  ])
})

test('one sentence names the roots and counts what follows from them', () => {
  expect(verdict(service('Plex', null))).toBe('Everything works: 1 service is online.')
  expect(verdict(gluetun, child('A'), child('B'), service('Plex', null), service('Sonarr', null))).toBe(
    'Gluetun is offline, and 2 services because of it; 2 others work.',
  )
  expect(verdict(gluetun, service('Plex', null, { status: 'degraded' }), child('A'))).toBe(
    'Gluetun is offline; Plex is degraded; 1 service fails because of Gluetun.',
  )
})

test('maintenance is no trouble, and neither is waiting', () => {
  expect(verdict(resting, service('Plex', null))).toBe('Nothing is wrong: 1 service is online, 1 is in maintenance.')
  expect(verdict(resting, child('A'))).toBe('1 service fails because of Gluetun; 1 is in maintenance.')
  expect(verdict(resting, gluetun)).toBe('Gluetun is offline; 1 is in maintenance.')
  expect(verdict(service('Plex', null, { status: 'unknown', lastCheckAt: null }))).toBe(
    '1 service waits for the first check.',
  )
})

test('what is not known any more is said', () => {
  const silent = service('Plex', null, { status: 'unknown' })
  expect(verdict(silent, service('NAS', null))).toBe(
    'Nothing is wrong as far as is known: 1 service is online, 1 is shown as last known.',
  )
  const told = service('Jellyfin', null, { status: 'offline', lastKnownAt: '2026-11-21T12:00:00.000Z' })
  expect(verdict(told, service('NAS', null))).toContain('1 is shown as last known.')
  expect(t.board.groupState(houseOf([gluetun, child('A'), service('Plex', null)], stateOf))).toBe(
    '1 offline, 1 because of another, 1 of 3 works',
  )
  expect(t.board.groupState(houseOf([service('Plex', null)], stateOf))).toBe('works')
  expect(t.board.groupState(houseOf([service('Plex', null), service('NAS', null)], stateOf))).toBe('all 2 work')
})

test('silence is told as such, also while something is in maintenance; a few that are heard are no calm', () => {
  const silent = service('Plex', null, { status: 'unknown' })
  const overdue = (...heard: Service[]) =>
    silentFor([silent, resting, ...heard], ({ name }) => (name === 'Sonarr' ? undefined : 90_000))
  expect(overdue()).toBe(90_000)
  expect(overdue(service('Radarr', null, { lastCheckAt: null }))).toBe(90_000)
  expect(overdue(service('Sonarr', null))).toBeUndefined()
  expect(silentFor([], () => 1)).toBeUndefined()
  expect(verdict(silent, silent, service('Sonarr', null))).toBe(
    'Most is not known now: 1 service is online, 2 are shown as last known.',
  )
})
