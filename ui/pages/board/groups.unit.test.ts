import { expect, test } from 'vitest'
import type { Service, ServiceState } from '../../../contracts/status.ts'
import { groupsOf } from './groups.ts'

const service = (name: string, group: string | null, status: ServiceState): Service => ({
  id: name,
  name,
  group,
  kind: 'http',
  status,
  since: null,
  responseTimeMs: null,
  lastCheckAt: null,
  uptimePercentage: null,
  error: null,
  recent: [],
  version: 1,
})

test('what needs somebody comes first, in groups and among them', () => {
  const groups = groupsOf([
    service('NAS', null, 'online'),
    service('Plex', 'Watch', 'online'),
    service('Sonarr', 'Fetch', 'degraded'),
    service('Radarr', 'Fetch', 'online'),
    service('Router', 'House', 'online'),
    service('Pi-hole', 'House', 'offline'),
    service('Seerr', 'Ask', 'unknown'),
  ])
  expect(groups.map(({ name, services, bad }) => [name, services.map((s) => s.name), bad])).toEqual([
    ['House', ['Pi-hole', 'Router'], 1],
    ['Fetch', ['Sonarr', 'Radarr'], 1],
    ['Ask', ['Seerr'], 0],
    ['Watch', ['Plex'], 0],
    [null, ['NAS'], 0],
  ])
})
