import { expect, test } from 'vitest'
import { whatOf, whoOf } from './names.ts'

const id = '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11'

test.each([
  [{ actor: `user:${id}`, actorName: 'anna' }, 'anna'],
  [{ actor: `user:${id}`, actorName: null }, 'Somebody (5f0c9a52)'],
  [{ actor: 'visitor', actorName: null }, 'Not signed in'],
  [{ actor: 'operator', actorName: null }, 'Operator'],
])('%j is called %s', (entry, name) => {
  expect(whoOf(entry)).toBe(name)
})

test('what it was done to has a name where the entry tells it', () => {
  const admin = { actor: 'user:1', actorName: 'admin' }
  expect(whatOf({ ...admin, key: '2', data: { username: 'ben' } })).toBe('ben')
  expect(whatOf({ ...admin, key: '2', data: { username: { erased: true } } })).toBe('2')
  expect(whatOf({ ...admin, key: 'settings', data: {} })).toBe('settings')
  expect(whatOf({ ...admin, key: '1', data: { username: 'admin' } })).toBe('own account')
})
