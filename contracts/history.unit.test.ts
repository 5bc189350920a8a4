import { expect, test } from 'vitest'
import { moment } from './history.ts'

test.each(['2030-01-31', '2030-01-31T18:00:00Z', '2030-01-31T18:00:00.5+01:00'])('%s is a time', (text) => {
  expect(moment.safeParse(text).success).toBe(true)
})

test.each(['yesterday', '2030-01-31T18:00:00', '2030-02-30', '1900000000'])(
  '%s is none, and the answer says how to write one',
  (text) => {
    expect(moment.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
      'Write a time with its zone, such as 2030-01-31T18:00:00Z, or a day.',
    ])
  },
)
