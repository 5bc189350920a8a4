import { expect, test } from 'vitest'
import { AddRule, type AlertRule } from '../../../contracts/alerts.ts'
import { draftOf, EMPTY, inputOf, wrongFrom, wrongIn, type Draft } from './draft.ts'

const rule = (part: Partial<AlertRule>): AlertRule => ({
  id: '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11',
  name: 'Down',
  kind: 'state',
  condition: { state: 'offline', forSeconds: 120 },
  severity: 'critical',
  enabled: true,
  labels: { team: 'home' },
  scope: {},
  shipped: true,
  createdAt: '2026-03-01T10:00:00Z',
  updatedAt: '2026-03-01T10:00:00Z',
  ...part,
})

const KINDS: [string, Partial<AlertRule>][] = [
  ['state', { scope: { groups: ['Downloads'], serviceIds: ['5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a12'] } }],
  ['threshold', { kind: 'threshold', condition: { metric: 'latency', below: 0.5, forSeconds: 90 } }],
  ['security', { kind: 'security', condition: { events: ['admin-made', 'sign-in-burst'] } }],
]

test.each(KINDS)('a rule of the kind %s comes out of the form as it went in', (_, part) => {
  const { id: _id, shipped: _s, createdAt: _c, updatedAt: _u, ...fields } = rule(part)
  const input = inputOf(draftOf(rule(part)))
  expect(input).toEqual(fields)
  expect(AddRule.schema.safeParse(input).success).toBe(true)
})

test.each([
  [0, '0', '1'],
  [90, '90', '1'],
  [120, '2', '60'],
  [7200, '2', '3600'],
])('%d seconds stand there as %s', (forSeconds, hold, holdUnit) => {
  expect(draftOf(rule({ condition: { state: 'offline', forSeconds } }))).toMatchObject({ hold, holdUnit })
})

test('a rule about the house takes no services along that were chosen for another kind', () => {
  const draft: Draft = { ...EMPTY, name: 'Disk', kind: 'threshold', metric: 'disk', value: '90,5', groups: ['Media'] }
  expect(inputOf(draft)).toMatchObject({ scope: {}, condition: { metric: 'disk', above: 90.5 } })
})

test('what is missing is said at its field, and only of the kind that is chosen', () => {
  expect(Object.keys(wrongIn({ ...EMPTY, hold: '' }))).toEqual(['name', 'hold'])
  expect(Object.keys(wrongIn({ ...EMPTY, name: 'x', kind: 'threshold' }))).toEqual(['value'])
  expect(Object.keys(wrongIn({ ...EMPTY, name: 'x', kind: 'security', hold: '' }))).toEqual(['events'])
  expect(Object.keys(wrongIn({ ...EMPTY, name: 'x', hold: '25', holdUnit: '3600' }))).toEqual(['hold'])
  expect(Object.keys(wrongIn({ ...EMPTY, name: 'x', labels: 'a=b\n=c' }))).toEqual(['labels'])
  expect(wrongIn({ ...EMPTY, name: 'x', labels: 'a=b\n\nc=' })).toEqual({})
})

test('the portal’s objections stand at the fields that they are about', () => {
  const issues = [
    { path: 'condition.forSeconds', message: 'Too long' },
    { path: 'condition', message: 'Give either above or below.' },
    { path: 'scope.groups.0', message: 'Empty' },
  ]
  expect(wrongFrom({ code: 'INVALID', issues })).toEqual({
    hold: 'Too long',
    value: 'Give either above or below.',
    scope: 'Empty',
  })
  expect(Object.keys(wrongFrom({ code: 'CONFLICT', issues: [] }))).toEqual(['name'])
})
