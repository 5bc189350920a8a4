import { expect, test } from 'vitest'
import { ERRORS } from '../contracts/errors.ts'
import { explain } from './explain.ts'
import { failureFrom, RequestFailed } from './failure.ts'
import { t } from './messages.ts'

const refused = (code: string, details?: object): unknown => ({
  success: false,
  error: { code, message: 'from the portal', details },
  meta: { correlationId: 'c-1' },
})

test('every code of the edge has a sentence of its own and a way on', () => {
  for (const code of Object.keys(ERRORS) as (keyof typeof ERRORS)[]) {
    const { what, next } = explain(new RequestFailed(code, ''))
    expect(what).toBe(t.errors.codes[code].what)
    expect(next.length).toBeGreaterThan(5)
  }
})

test('the id for the log is shown where the log says more', () => {
  expect(explain(failureFrom(500, refused('INTERNAL'))).id).toBe('c-1')
  expect(explain(failureFrom(401, refused('INVALID_CREDENTIALS'))).id).toBeUndefined()
})

test('what the portal says about a field comes before what the code says', () => {
  const failure = failureFrom(400, refused('INVALID', { issues: [{ path: ['target'], message: 'No address.' }] }))
  expect(failure.issues).toEqual([{ path: 'target', message: 'No address.' }])
  expect(explain(failure).what).toBe('No address.')
})

test.each(['CONFLICT', 'UPSTREAM_FAILED', 'UNAVAILABLE'])('%s is said in the words of whoever refused', (code) => {
  expect(explain(failureFrom(502, refused(code))).what).toBe('from the portal')
})

test('an id that is none is a matter of the link, not of a field', () => {
  const failure = failureFrom(400, refused('INVALID', { issues: [{ path: ['id'], message: 'Invalid UUID' }] }))
  expect(explain(failure)).toEqual({ ...t.errors.link, id: undefined })
})

test('an answer that is none of ours still becomes a sentence', () => {
  expect(failureFrom(502, null).code).toBe('UNAVAILABLE')
  expect(failureFrom(401, 'x').code).toBe('UNAUTHENTICATED')
  expect(failureFrom(418, {}).code).toBe('INTERNAL')
  expect(explain(new TypeError('x is undefined')).what).toBe(t.errors.page.what)
})

test('a wait is counted down from what the portal said, and ends', () => {
  const failure = failureFrom(429, refused('RATE_LIMIT_EXCEEDED', { retryAfter: 45 }))
  const at = failure.retryAt ?? 0
  expect(explain(failure, at - 45_000).next).toBe('Wait 45 seconds, then try again.')
  expect(explain(failure, at - 1).next).toBe('Wait 1 second, then try again.')
  expect(explain(failure, at - 119_000).next).toBe('Wait 2 minutes, then try again.')
  expect(explain(failure, at).next).toBe(t.errors.waited)
})
