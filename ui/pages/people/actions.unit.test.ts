import { expect, test } from 'vitest'
import type { UserRecord } from '../../../contracts/people.ts'
import { actionsFor, wordsFor } from './actions.ts'

const person = (change: Partial<UserRecord> = {}): UserRecord => ({
  id: '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11',
  username: 'ben',
  email: null,
  role: 'user',
  status: 'active',
  quotas: { requestsPerWeek: null, downloadsPerHour: null },
  plexUsername: null,
  plexState: 'none',
  hasPassword: true,
  twoFactor: false,
  devices: 0,
  createdAt: '2026-11-21T12:00:00Z',
  lastSignInAt: null,
  ...change,
})

test('only what makes sense for a person is offered', () => {
  expect(actionsFor(person(), 'rights')).toEqual(['make-admin'])
  expect(actionsFor(person({ role: 'admin' }), 'rights')).toEqual(['make-user'])
  expect(actionsFor(person(), 'access')).toEqual(['reset-password', 'disable'])
  expect(actionsFor(person({ status: 'disabled', devices: 2, twoFactor: true }), 'access')).toEqual([
    'reset-password',
    'sign-out',
    'reset-two-factor',
    'enable',
  ])
})

test('what will happen is said with the name and the number of devices', () => {
  const { title, text, danger } = wordsFor('disable', person({ devices: 2 }))
  expect(title).toContain('ben')
  expect(text).toContain('2 devices')
  expect(danger).toBe(true)
  expect(wordsFor('disable', person()).text).not.toContain('device')
})
