import { expect, test } from 'vitest'
import { jitter, retryAfterMs } from './retry.ts'
import { joinUrl } from './url.ts'

test.each([
  [1, 250, 500],
  [2, 500, 1000],
  [3, 1000, 2000],
  [4, 2000, 4000],
  [5, 2500, 5000],
  [9, 2500, 5000],
])('before try %i + 1 it waits %i to %i ms, seldom the same', (attempt, low, high) => {
  const waits = Array.from({ length: 200 }, () => jitter(attempt))
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(low)
  expect(Math.max(...waits)).toBeLessThanOrEqual(high)
  expect(new Set(waits).size).toBeGreaterThan(50)
})

test.each([
  ['120', 120_000],
  ['0', 0],
  ['Sat, 21 Nov 2026 15:00:30 GMT', 30_000],
  ['Sat, 21 Nov 2026 14:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  [undefined, undefined],
])('Retry-After %s is %s ms', (text, ms) => {
  const headers = new Headers(text === undefined ? {} : { 'retry-after': text })
  expect(retryAfterMs(headers, Date.parse('2026-11-21T15:00:00Z'))).toBe(ms)
})

test.each([
  ['http://nas:8989', '/api/v3', 'http://nas:8989/api/v3'],
  ['http://nas/sonarr', 'api/v3', 'http://nas/sonarr/api/v3'],
  ['http://nas/sonarr/', '/api/v3/', 'http://nas/sonarr/api/v3/'],
  ['http://nas/sonarr/?a=1#x', '', 'http://nas/sonarr/'],
  ['http://nas', '', 'http://nas/'],
  ['http://nas', 'a?b#c', 'http://nas/a%3Fb%23c'],
  ['https://[::1]:1/a', '/b', 'https://[::1]:1/a/b'],
])('%s and %s are %s', (base, path, joined) => {
  expect(joinUrl(base, path)).toBe(joined)
})

test('a query is escaped, and a name without a value left out', () => {
  expect(joinUrl('http://nas', '/s', { q: 'a&b=ü', n: 2, all: false, none: undefined })).toBe(
    'http://nas/s?q=a%26b%3D%C3%BC&n=2&all=false',
  )
})

test.each(['nas:8989', 'ftp://nas', 'http://', '//nas', 'http://a b'])('%s is no base, and is not quoted', (base) => {
  expect(() => joinUrl(base, '/x')).toThrow('The base address does not begin with http:// or https://.')
})
