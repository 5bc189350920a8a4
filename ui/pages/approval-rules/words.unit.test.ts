import { expect, test } from 'vitest'
import { conditionWords } from './words.ts'

test('a condition reads as what must hold', () => {
  expect(conditionWords({})).toBe('Everything that is asked for')
  expect(
    conditionWords({ mediaTypes: ['movie', 'tv'], is4k: false, roles: ['user'], fromYear: 1990, toYear: 2000 }),
  ).toBe('films, series · not in 4K · of members · from 1990 to 2000')
  expect(conditionWords({ roles: ['admin', 'user'], toYear: 2000, notGenres: ['Horror'], maxPerWeek: 1 })).toBe(
    'up to 2000 · no Horror · at most 1 a week by one person',
  )
})
