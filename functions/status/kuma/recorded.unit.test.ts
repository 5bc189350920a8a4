import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import beats from './fixtures/heartbeats.json' with { type: 'json' }
import lists from './fixtures/heartbeat-lists.json' with { type: 'json' }
import monitorList from './fixtures/monitor-list.json' with { type: 'json' }
import { parseMetrics } from './poll.ts'
import { reasonOf, toBeat } from './to-beat.ts'
import { toMonitors } from './to-monitor.ts'
import { ListedBeat, LiveBeat, understood, WireMonitor } from './wire.ts'

// as recorded from Uptime Kuma 2.5.3
const metrics = readFileSync(path.join(import.meta.dirname, 'fixtures/metrics.txt'), 'utf8')

const wire = (part: object) => understood(WireMonitor, [{ ...monitorList['1'], ...part }])
const dns = { type: 'dns', hostname: 'example.org', dns_resolve_type: 'A', dns_resolve_server: '1.1.1.1', port: 53 }
const only = (part: object) => toMonitors(wire(part))[0]

test('its monitors are ours by kind, and its groups are headings', () => {
  const monitors = toMonitors(understood(WireMonitor, monitorList))
  expect(monitors.map(({ id, kind, target, group, active }) => [id, kind, target, group, active])).toEqual([
    ['1', 'http', 'http://127.0.0.1:18080/ok', 'Uptime Kuma', true],
    ['2', 'tcp', '127.0.0.1:18080', 'Uptime Kuma', true],
    ['3', 'http', 'http://127.0.0.1:9/', 'Uptime Kuma', true],
    // its certificate is not looked at over there
    ['4', 'push', '', 'Uptime Kuma', true],
    ['5', 'push', '', 'Uptime Kuma', true],
    ['6', 'http', 'http://127.0.0.1:18080/ok', 'Uptime Kuma', true],
    ['8', 'http', 'http://127.0.0.1:18080/ok', 'Group A', true],
    ['9', 'http', 'http://127.0.0.1:18080/ok', 'Uptime Kuma', false],
  ])
  expect(monitors[0]).toMatchObject({ intervalSeconds: 20, timeoutMs: 16_000, acceptedCodes: ['200-299'] })
  expect(monitors[5]?.options).toMatchObject({ keyword: expect.any(String) })
})

test('what an older version does not tell costs no monitor', () => {
  const bare = understood(WireMonitor, [{ id: 1, name: 'Films', type: 'http', active: 1, url: 'http://nas/' }])
  expect(toMonitors(bare)).toMatchObject([{ kind: 'http', target: 'http://nas/', active: true }])
})

test.each([
  ['a sign-in', { authMethod: 'basic' }],
  ['a header', { headers: '{"x-key":"1"}' }],
  ['another method', { method: 'POST' }],
  ['upside down', { upsideDown: true }],
  ['a proxy', { proxyId: 2 }],
  ['a password in the address', { url: 'http://me:secret@nas/' }],
  ['a key in the query', { url: 'http://nas/api?X-Plex-Token=abc' }],
  ['an address that is none', { url: 'https://' }],
  ['a database', { type: 'postgres' }],
  ['a name server by its name', { type: 'dns', hostname: 'example.org', dns_resolve_server: 'adguard' }],
  ['a record that we do not know', { ...dns, dns_resolve_type: 'SOA' }],
  ['a rule for the answer', { ...dns, conditions: [{ type: 'expression', variable: 'record', value: '10.0.0.1' }] }],
  ['a port without a host', { type: 'port', hostname: null, port: 9 }],
])('what we could not check in its place is only shown: %s', (_what, part) => {
  expect(only(part)).toMatchObject({ kind: 'push', target: '', options: {} })
})

test.each([
  [
    { type: 'ping', hostname: 'nas' },
    { kind: 'ping', target: 'nas' },
  ],
  [
    { type: 'port', hostname: '::1', port: '443' },
    { kind: 'tcp', target: '[::1]:443' },
  ],
  [
    { type: 'dns', hostname: 'example.org', dns_resolve_type: 'MX', dns_resolve_server: '1.1.1.1,9.9.9.9' },
    { kind: 'dns', options: { recordType: 'MX', resolver: '1.1.1.1' } },
  ],
  [
    { ...dns, port: 5353 },
    { kind: 'dns', target: 'example.org', options: { recordType: 'A', resolver: '1.1.1.1:5353' } },
  ],
  [
    { ...dns, dns_resolve_server: '::1', port: 5353 },
    { kind: 'dns', options: { recordType: 'A', resolver: '[::1]:5353' } },
  ],
  [
    { type: 'json-query', jsonPath: '$.a.b', jsonPathOperator: '==', expectedValue: 'up' },
    { kind: 'http', options: { jsonPath: '$.a.b', jsonEquals: 'up', certificateDays: 0 } },
  ],
  // JSONata that is no path
  [{ type: 'json-query', jsonPath: '$count(items)', expectedValue: '3' }, { options: { certificateDays: 0 } }],
  [
    { type: 'keyword', keyword: 'ok', invertKeyword: true },
    { options: { keyword: 'ok', keywordAbsent: true, certificateDays: 0 } },
  ],
  [{ name: ' two\nlines ' }, { name: 'two lines' }],
])('%j', (part, expected) => {
  const monitor = only(part)
  expect(monitor).toMatchObject(expected)
  if ('options' in expected) expect(monitor?.options).toEqual(expected.options)
})

test('of a monitor nothing is kept that could let anybody in', () => {
  const secrets = {
    basic_auth_pass: 'S1',
    pushToken: 'S2',
    headers: 'S3',
    body: 'S4',
    tlsKey: 'S5',
    mqttPassword: 'S6',
  }
  expect(JSON.stringify(wire(secrets))).not.toMatch(/S\d/)
})

test('beats are understood in both of its ways of writing', () => {
  const live = understood(LiveBeat, beats).map((beat) => toBeat(beat.monitorID, beat, 'live'))
  expect(live[0]).toEqual({
    id: '1',
    at: '2026-11-21T04:50:20.483Z',
    status: 'online',
    responseTimeMs: 11,
    error: null,
    from: 'live',
  })
  expect(live[2]).toMatchObject({ status: 'offline', error: 'boom', responseTimeMs: null })
  const listed = (lists as [string, unknown[], boolean][]).map(([id, rows]) =>
    understood(ListedBeat, rows).map((row) => toBeat(id, row, 'list')?.status ?? 'pending'),
  )
  expect(listed).toEqual([['online', 'online'], ['pending', 'online'], ['online', 'online'], ['online']])
})

test('a reason says nothing that lets anybody in', () => {
  expect(reasonOf('GET http://me:secret@nas/api?apikey=abc failed')).toBe('GET http://nas/api failed')
  expect(reasonOf('')).toBe('Uptime Kuma reports it offline.')
})

test('its metrics are understood', () => {
  const now = new Date('2026-11-21T05:00:00Z')
  const glimpse = parseMetrics(metrics, now)
  expect(glimpse.monitors.map(({ id, kind }) => [id, kind])).toContainEqual(['2', 'tcp'])
  expect(glimpse.monitors.map(({ id }) => id)).not.toContain('7')
  expect(glimpse.beats.find(({ id }) => id === '3')).toEqual({
    id: '3',
    at: now.toISOString(),
    status: 'offline',
    responseTimeMs: null,
    error: 'Uptime Kuma reports it offline.',
    from: 'poll',
  })
  expect(glimpse.beats.find(({ id }) => id === '1')).toMatchObject({ status: 'online' })
  expect(() => parseMetrics('<html>', now)).toThrow('answers without its metrics')
})
