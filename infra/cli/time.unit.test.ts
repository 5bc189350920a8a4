import { describe, expect, it } from 'vitest'
import { duration, readTime, shortTime } from './time.ts'

const now = new Date('2025-11-21T12:00:00Z')

describe('a moment', () => {
  it.each([
    ['30m', '2025-11-21T11:30:00.000Z'],
    ['2h', '2025-11-21T10:00:00.000Z'],
    ['1d', '2025-11-20T12:00:00.000Z'],
    ['1.5h', '2025-11-21T10:30:00.000Z'],
    ['90s ago', '2025-11-21T11:58:30.000Z'],
    ['2w', '2025-11-07T12:00:00.000Z'],
    ['2025-11-20T18:00:00Z', '2025-11-20T18:00:00.000Z'],
    ['2025-11-20T18:00:00+02:00', '2025-11-20T16:00:00.000Z'],
    ['2025-11-20T18:00', new Date(2025, 10, 20, 18).toISOString()],
    ['2025-11-20', new Date(2025, 10, 20).toISOString()],
  ])('%s is %s', (text, iso) => expect(readTime('from', text, now)).toBe(iso))

  it.each(['', 'yesterday', '2 parsecs', '-2h', '2025-13-45', '12'])(
    'is not "%s", which is said with the option',
    (text) => expect(() => readTime('from', text, now)).toThrow(/^--from takes a moment such as 2h/),
  )
})

it('says the year only of another one', () => {
  expect(shortTime(new Date(2025, 10, 20, 9, 5, 7).toISOString(), now)).toBe('11-20 09:05:07')
  expect(shortTime(new Date(2023, 0, 2, 9, 5, 7).toISOString(), now)).toBe('2023-01-02 09:05')
})

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1499, '1.4 s'],
  [9999, '9.9 s'],
  [59_999, '59 s'],
  [125_000, '2 min 5 s'],
  [7_200_000, '2 h'],
  [176_400_000, '2 d 1 h'],
])('%i ms are %s', (ms, text) => expect(duration(ms)).toBe(text))
