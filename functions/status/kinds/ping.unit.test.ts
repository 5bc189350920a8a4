import { expect, test } from 'vitest'
import { readPing } from './ping.ts'

test.each([
  ['64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.045 ms', { responseTimeMs: 0.045 }],
  ['64 bytes from ::1: seq=0 ttl=64 time=12.3 ms', { responseTimeMs: 12.3 }],
  ['1 packets transmitted, 0 received, 100% packet loss, time 0ms', { complaint: 'nas does not answer a ping' }],
  ['From 10.0.0.1 icmp_seq=1 Destination Host Unreachable', { complaint: 'nas cannot be reached; is the machine on?' }],
  ['ping: nas: Name or service not known', { complaint: 'no such host nas' }],
  ["ping: bad address 'nas'", { complaint: 'no such host nas' }],
])('%s', (output, found) => {
  expect(readPing('nas', output)).toEqual(found)
})

test('a ping that is not allowed says what to do', () => {
  expect(readPing('nas', 'ping: socktype: SOCK_RAW\nping: socket: Operation not permitted').complaint).toContain(
    'NET_RAW',
  )
})
