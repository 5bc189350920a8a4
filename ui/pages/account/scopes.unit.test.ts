import { expect, test } from 'vitest'
import { AREAS as known } from '../../../contracts/scopes.ts'
import { AREAS, areasFor, scopeWords } from './scopes.ts'

test('the areas are those of the contract, and each has words of its own', () => {
  expect(AREAS).toEqual(known)
  for (const area of AREAS) expect(scopeWords([`${area}:read`])).not.toMatch(new RegExp(`^${area} `))
})

test('what a key may do is said in words, by area', () => {
  expect(scopeWords(['journal:read', 'status:write', 'status:read'])).toBe(
    'Board and monitors (read, change) and Journal (read)',
  )
})

test('whoever does not run the house is not offered what they may not do', () => {
  expect(areasFor(false)).toEqual(['status', 'alerts', 'media', 'library', 'downloads'])
  expect(areasFor(true)).toEqual(known)
})
