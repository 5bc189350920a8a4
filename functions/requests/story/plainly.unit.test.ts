import { expect, test } from 'vitest'
import { plainly } from './plainly.ts'

test('which machine does not answer is told to admins alone; words of others stay', () => {
  const open = 'Seerr failed too often. The last failure: Seerr does not answer (connection refused by 10.0.0.7:5055).'
  expect(plainly(open, { role: 'admin' })).toBe(open)
  expect(plainly(open, { role: 'user' })).toBe('Seerr failed too often. The last failure: Seerr does not answer.')
  expect(plainly('Sample file (too small)', { role: 'user' })).toBe('Sample file (too small)')
})
