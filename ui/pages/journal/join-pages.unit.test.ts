import { expect, test } from 'vitest'
import { withNewer, withOlder, type Answer } from './join-pages.ts'

const page = (ids: string, nextCursor: string | null): Answer<{ id: string }> => ({
  items: ids.split('').map((id) => ({ id })),
  nextCursor,
})
const shown = ({ items, nextCursor }: Answer<{ id: string }>): [string, string | null] => [
  items.map(({ id }) => id).join(''),
  nextCursor,
]

test('what is new comes on top, and the pages below stay', () => {
  expect(shown(withNewer(page('dcba', 'z'), page('fed', 'c')))).toEqual(['fedcba', 'z'])
})

test('nothing new changes nothing', () => {
  expect(shown(withNewer(page('dcba', null), page('dc', 'b')))).toEqual(['dcba', null])
})

test('a gap between the two is never hidden', () => {
  expect(shown(withNewer(page('cba', null), page('ihg', 'g')))).toEqual(['ihg', 'g'])
})

test('the first entries of all', () => {
  expect(shown(withNewer(page('', null), page('ba', null)))).toEqual(['ba', null])
})

test('an older page goes below, once', () => {
  expect(shown(withOlder(page('dcb', 'b'), page('ba', null)))).toEqual(['dcba', null])
})
