import { expect, test } from 'vitest'
import { media, title } from './media.ts'

test('seasons that follow each other are said as a span', () => {
  expect(media.seasons([3, 1, 2, 5])).toBe('Seasons 1–3, 5')
  expect(media.seasons([4])).toBe('Season 4')
  expect(media.seasons([0])).toBe('Specials')
})

test('a length is said in hours from an hour on', () => {
  expect([title.minutes(52), title.minutes(60), title.minutes(128)]).toEqual(['52 min', '1 h', '2 h 8 min'])
})
