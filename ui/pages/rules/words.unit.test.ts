import { expect, test } from 'vitest'
import { METRICS } from '../../../contracts/alert-kinds.ts'
import { t } from '../../messages.ts'
import { conditionWords, scopeWords } from './words.ts'

test('a condition reads as a sentence', () => {
  const words = (kind: 'state' | 'threshold' | 'security', condition: object) =>
    conditionWords({ kind, condition: { ...condition } })
  expect(words('state', { state: 'offline', forSeconds: 120 })).toBe('Offline for 2 min')
  expect(words('state', { state: 'degraded', forSeconds: 0 })).toBe('Degraded, at once')
  expect(words('threshold', { metric: 'latency', above: 2000, forSeconds: 300 })).toBe(
    'Response time: above 2,000 ms for 5 min',
  )
  expect(words('threshold', { metric: 'certificateDays', below: 14 })).toBe(
    'Days until the certificate ends: below 14 days',
  )
  expect(words('security', { events: ['admin-made'] })).toBe('Somebody becomes an admin')
  expect(words('security', { events: ['admin-made', 'two-factor-off'] })).toBe(
    'Somebody becomes an admin; a second factor is taken off',
  )
})

test('what a rule looks at depends on its figure and on what was chosen', () => {
  const state = { kind: 'state' as const, condition: { state: 'offline' } }
  expect(scopeWords({ ...state, scope: {} })).toBe('all services')
  expect(scopeWords({ ...state, scope: { groups: ['Media'], serviceIds: ['a', 'b'] } })).toBe('in Media and 2 services')
  expect(scopeWords({ kind: 'threshold', condition: { metric: 'disk' }, scope: {} })).toBe('the house itself')
})

test('every unit that a figure has is in the words', () => {
  expect(Object.values(METRICS).filter(({ unit }) => !(unit in t.rules.units))).toEqual([])
})
