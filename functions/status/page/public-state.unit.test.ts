import { expect, test } from 'vitest'
import { stateOf, stateOfAll } from './public-state.ts'

test('a failure in maintenance is maintenance', () => {
  const offline = { status: 'offline', maintenance_id: null, source_maintenance: false } as const
  expect(stateOf(offline)).toBe('offline')
  expect(stateOf({ ...offline, maintenance_id: '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11' })).toBe('maintenance')
  expect(stateOf({ ...offline, source_maintenance: true })).toBe('maintenance')
})

test('of several the worst counts, and what is not known yet counts last', () => {
  expect(stateOfAll(['online', 'degraded', 'offline'])).toBe('offline')
  expect(stateOfAll(['online', 'maintenance', 'degraded'])).toBe('degraded')
  expect(stateOfAll(['unknown', 'online', 'maintenance'])).toBe('maintenance')
  expect(stateOfAll(['unknown', 'online'])).toBe('online')
  expect(stateOfAll(['unknown'])).toBe('unknown')
  expect(stateOfAll([])).toBe('unknown')
})
