import { expect, test } from 'vitest'
import { luceneOf } from './lucene.ts'

test('each word is looked for in title and artist, the last also as a beginning', () => {
  expect(luceneOf('Octave Stat')).toBe(
    '(releasegroup:octave OR artist:octave) AND (releasegroup:stat OR artist:stat OR releasegroup:stat* OR artist:stat*)',
  )
})

test('signs and operators are not obeyed', () => {
  expect(luceneOf('rock AND (roll) title:x')).toBe(
    [
      '(releasegroup:rock OR artist:rock)',
      '(releasegroup:and OR artist:and)',
      '(releasegroup:roll OR artist:roll)',
      '(releasegroup:title OR artist:title)',
      '(releasegroup:x OR artist:x)',
    ].join(' AND '),
  )
})

test('a name of signs alone is looked for as it stands', () => {
  expect(luceneOf('!!!')).toBe(String.raw`(releasegroup:"\!\!\!" OR artist:"\!\!\!")`)
})
