import { expect, test } from 'vitest'
import { certificateWorry } from './certificate.ts'

const now = new Date('2026-03-01T12:00:00Z')
const worry = (end: string, days?: number) => certificateWorry('nas', new Date(end), now, days)

test('a certificate is a worry for its last two weeks, or as many days as somebody says', () => {
  expect(worry('2026-03-15T12:00:01Z')).toBeNull()
  expect(worry('2026-03-15T11:59:00Z')).toBe('the certificate of nas ends on 2026-03-15, in 13 days')
  expect(worry('2026-03-02T13:00:00Z')).toBe('the certificate of nas ends on 2026-03-02, in a day')
  expect(worry('2026-03-01T13:00:00Z')).toBe('the certificate of nas ends on 2026-03-01, today')
  expect(worry('2026-02-20T13:00:00Z')).toBe('the certificate of nas ended on 2026-02-20, already')
  expect(worry('2026-03-28T12:00:00Z', 30)).toBe('the certificate of nas ends on 2026-03-28, in 27 days')
  expect(worry('2026-03-02T12:00:00Z', 0)).toBeNull()
  expect(certificateWorry('nas', null, now)).toBeNull()
})
