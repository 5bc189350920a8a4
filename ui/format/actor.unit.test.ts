import { expect, test } from 'vitest'
import { actorName, humanised } from './actor.ts'

test.each([
  ['user:admin', 'admin'],
  ['user:a:b', 'a:b'],
  ['hook:overseerr', 'Seerr'],
  ['hook:some-arr', 'Some arr'],
  ['function:status.check', 'MediaNest'],
  ['system', 'MediaNest'],
  ['visitor', 'A visitor'],
  ['somebody-new', 'somebody-new'],
])('%s is %s', (actor, name) => {
  expect(actorName(actor)).toBe(name)
})

test('names of fields and types become words', () => {
  expect(humanised('issue-opened')).toBe('Issue opened')
  expect(humanised('requestedBy')).toBe('Requested by')
  expect(humanised('media_type')).toBe('Media type')
})
