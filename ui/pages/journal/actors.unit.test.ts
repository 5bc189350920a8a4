import { expect, test } from 'vitest'
import { actorMeant, namesOf } from './actors.ts'

const seen = ['user:admin', 'user:anna', 'function:status.check', 'function:requests.read', 'visitor']

test.each([
  ['admin', 'user:admin'],
  ['Admin ', 'user:admin'],
  ['Seerr', 'hook:overseerr'],
  ['overseerr', 'hook:overseerr'],
  ['Plex', 'hook:plex'],
  ['A visitor', 'visitor'],
  ['user:nobody', 'user:nobody'],
  ['Zoe', 'user:Zoe'],
  ['ann', 'user:anna'],
  ['user:ann', 'user:anna'],
  ['', undefined],
])('%s is %s', (typed, value) => {
  expect(actorMeant(typed, seen)).toEqual({ step: 'complete', value })
})

test('what is not whole yet asks to choose', () => {
  expect(actorMeant('a', seen)).toEqual({ step: 'choose', options: ['admin', 'anna', 'A visitor'] })
  expect(actorMeant('user:a', seen)).toEqual({ step: 'choose', options: ['user:admin', 'user:anna'] })
  expect(actorMeant('MediaNest', seen)).toMatchObject({ step: 'choose' })
})

test('the names of the list are offered once', () => {
  expect(namesOf(seen)).toEqual(['A visitor', 'MediaNest', 'Operator', 'Plex', 'Seerr', 'admin', 'anna'])
})
