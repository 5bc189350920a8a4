import { expect, test } from 'vitest'
import { routes } from '../contracts/http.ts'
import { addressOf, paths, type Called } from './paths.ts'

test('methods and paths are those of the route table', () => {
  for (const [name, [method, path]] of Object.entries(paths)) {
    expect({ name, method, path }).toEqual({
      name,
      method: routes[name as Called].method,
      path: routes[name as Called].path,
    })
  }
})

test('a question carries its input in the query and leaves out what says nothing', () => {
  expect(addressOf('readJournal', { type: 'approved', key: '', limit: 20, domain: undefined })).toEqual({
    method: 'GET',
    url: '/api/admin/journal?type=approved&limit=20',
    body: undefined,
  })
})

test('path parameters are escaped and taken out of the body', () => {
  const input = { id: 'a/b', name: 'Plex' }
  expect(addressOf('updateMonitor', input)).toEqual({
    method: 'PUT',
    url: '/api/admin/monitors/a%2Fb',
    body: { name: 'Plex' },
  })
  expect(input.id).toBe('a/b')
})

test('removing carries no body', () => {
  expect(addressOf('removeMonitor', { id: 'x' })).toEqual({
    method: 'DELETE',
    url: '/api/admin/monitors/x',
    body: undefined,
  })
})
