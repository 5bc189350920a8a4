import { expect, test } from 'vitest'
import { AfterRedirect, explain, within } from './errors.ts'
import { accepts, acceptsRedirects } from './http.ts'

const failed = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) })

test.each([
  [failed('ECONNREFUSED'), 'http://127.0.0.1:8989/x', 'connection refused by 127.0.0.1:8989'],
  [failed('ECONNREFUSED'), 'sonarr:8989', 'connection refused by sonarr:8989'],
  [failed('ECONNREFUSED'), '[::1]:8989', 'connection refused by [::1]:8989'],
  [failed('ENOTFOUND'), 'https://nope.invalid/', 'no such host nope.invalid'],
  [failed('ECONNRESET'), 'https://nas', 'nas:443 closed the connection without an answer'],
  [failed('CERT_HAS_EXPIRED'), 'https://nas', 'the certificate of nas has expired'],
  [
    new TypeError('fetch failed', { cause: new Error('bad port') }),
    'http://a:10080',
    'port 10080 is one that HTTP clients refuse; watch it with a tcp monitor',
  ],
  [new Error('something new'), 'http://a', 'no answer: something new'],
  ['not even an error', 'http://a', 'no answer: not even an error'],
])('%s at %s reads: %s', (error, target, words) => {
  expect(explain(error, target)).toBe(words)
})

test('what fails after a redirect is told of the place that it led to', () => {
  const badPort = new TypeError('fetch failed', { cause: new Error('bad port') })
  expect(explain(new AfterRedirect('http://nas:1/x?token=1', badPort), 'http://nas:18080')).toBe(
    'redirects to http://nas:1/x: port 1 is one that HTTP clients refuse; watch it with a tcp monitor',
  )
  expect(explain(new AfterRedirect('https://sso/', failed('ENOTFOUND')), 'http://nas')).toBe(
    'redirects to https://sso/: no such host sso',
  )
})

test('a name with several addresses fails for the last of them', () => {
  const each = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), { code: 'ECONNREFUSED' })
  expect(
    explain(new TypeError('fetch failed', { cause: new AggregateError([each, each]) }), 'http://localhost:9'),
  ).toBe('connection refused by localhost:9')
})

test('certificates and TLS say what to do', () => {
  expect(explain(failed('DEPTH_ZERO_SELF_SIGNED_CERT'), 'https://nas:8443')).toMatch(
    /^the certificate of nas is self-s/,
  )
  expect(explain(failed('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'https://nas')).toContain('NODE_EXTRA_CA_CERTS')
  expect(explain(failed('ERR_SSL_WRONG_VERSION_NUMBER'), 'https://nas:80')).toContain('http:// instead')
})

test('a timeout is said in seconds, a short one in milliseconds', () => {
  expect(within(3000)).toBe('no answer within 3 s')
  expect(within(1500)).toBe('no answer within 1.5 s')
  expect(within(200)).toBe('no answer within 200 ms')
})

test('codes and ranges are accepted with both their ends', () => {
  expect([199, 200, 299, 300, 401].map((code) => accepts(['200-299', '401'], code))).toEqual([
    false,
    true,
    true,
    false,
    true,
  ])
})

test('codes that touch 300 to 399 speak of redirects', () => {
  const lists = [['200-299', '401'], ['302'], ['200-300'], ['200', '399-404'], ['100-599'], ['400-599']]
  expect(lists.map((codes) => acceptsRedirects(codes))).toEqual([false, true, true, true, true, false])
})
