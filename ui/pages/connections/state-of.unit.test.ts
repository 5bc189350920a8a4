import { expect, test } from 'vitest'
import type { ServiceConnection } from '../../../contracts/services.ts'
import { isFailing, stateOf, type Breaker } from './state-of.ts'

const service: ServiceConnection = {
  name: 'radarr',
  title: 'Radarr',
  url: 'http://nas:7878/radarr',
  enabled: true,
  needs: ['apiKey'],
  stored: ['apiKey'],
  config: {},
  defaultPort: 7878,
  hint: '',
  updatedAt: null,
  updatedBy: null,
}
const breaker = (state: Breaker['state'], process: string, address = 'http://nas:7878'): Breaker => ({
  system: 'Radarr',
  address,
  state,
  since: '2026-01-01T00:00:00.000Z',
  triesAgainAt: null,
  lastError: null,
  lastErrorAt: null,
  calls: 0,
  failures: 0,
  process,
})

test('a connection is on when it has all it needs and nothing is known against it', () => {
  expect(stateOf(service, [])).toBe('on')
  expect(stateOf(service, [breaker('open', 'a:1', 'http://nas:8989')])).toBe('on')
  expect(stateOf({ ...service, stored: [] }, [])).toBe('incomplete')
  expect(stateOf({ ...service, enabled: false, stored: [] }, [])).toBe('off')
  expect(stateOf({ ...service, url: null }, [])).toBe('none')
})

test('of several processes the one with the worst news counts', () => {
  expect(stateOf(service, [breaker('closed', 'a:1'), breaker('open', 'b:2')])).toBe('open')
  expect(stateOf(service, [breaker('closed', 'a:1'), breaker('half-open', 'b:2')])).toBe('trying')
})

test('who is called as ever and fails is not well', () => {
  const counted = (calls: number, failures: number) => isFailing({ ...breaker('closed', 'a:1'), calls, failures })
  expect([counted(8, 8), counted(4, 2), counted(4, 1), counted(0, 0)]).toEqual([true, true, false, false])
  expect(isFailing({ ...breaker('open', 'a:1'), calls: 10, failures: 10 })).toBe(false)
})
