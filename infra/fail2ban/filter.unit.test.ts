import { readFileSync } from 'node:fs'
import path from 'node:path'
import { assert, constantFrom, oneof, property, string } from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type SecurityEvent, securityLine } from '../security-log.ts'

const filter = readFileSync(path.join(import.meta.dirname, 'filter.d/medianest.conf'), 'utf8')
const setting = (name: string): string => new RegExp(`^${name} = (.*)$`, 'm').exec(filter)?.[1] ?? ''

/** What Fail2Ban 0.10 and newer puts in place of the tag: an address of either kind, or a name that it looks up. */
const IP4 = String.raw`(?:::f{4,6}:)?(?<ip4>(?:\d{1,3}\.){3}\d{1,3})`
const IP6 = String.raw`(?<ip6>(?:[0-9a-fA-F]{1,4}::?|::){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))`
const HOST = String.raw`(?:\[?(?:${IP4}|${IP6})\]?|(?<dns>[\w\-.^_]*\w))`
const failregex = new RegExp(setting('failregex').replace('<HOST>', HOST))

/** Whom Fail2Ban would hold to account for a line: it takes the time out first. Null where it sees no failure. */
function culprit(line: string): string | null {
  const rest = line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, '')
  if (rest === line) return null
  const groups = failregex.exec(rest)?.groups
  return groups ? (groups['ip4'] ?? groups['ip6'] ?? `looked up: ${groups['dns']}`) : null
}

const at = new Date('2026-11-21T15:19:10.123Z')
const FAILURES: SecurityEvent[] = ['sign-in-failed', 'key-refused', 'remember-reused', 'two-factor-failed']

test('a line is exactly what the filter was written for', () => {
  expect(securityLine(at, 'sign-in-failed', { address: '203.0.113.7', reason: 'password', failures: 3 })).toBe(
    '2026-11-21T15:19:10.123Z medianest sign-in-failed address=203.0.113.7 reason=password failures=3\n',
  )
})

describe('the filter', () => {
  it.each(FAILURES)('holds an address to account for %s, and no other', (event) => {
    const account = '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11'
    for (const facts of [{}, { reason: 'no-such-account' }, { reason: 'password', failures: 12, account }]) {
      for (const address of ['203.0.113.7', '10.0.0.1', '2001:db8::7', '::1', 'fe80::a:b', '2001:db8:1:2:3:4:5:6'])
        expect(culprit(securityLine(at, event, { address, ...facts }).trimEnd())).toBe(address)
      expect(culprit(securityLine(at, event, { address: '::ffff:203.0.113.7', ...facts }))).toBe('203.0.113.7')
      expect(culprit(securityLine(at, event, { address: 'fe80::1%eth0', ...facts }))).toBe('fe80::1')
      for (const address of [null, undefined, '', 'unknown', 'evil.example', '1.2.3', '203.0.113.7:4711'])
        expect(culprit(securityLine(at, event, { address, ...facts }))).toBeNull()
    }
  })

  it('counts no burst, as its failures are counted', () => {
    expect(culprit(securityLine(at, 'sign-in-burst', { address: '203.0.113.7', failures: 12 }))).toBeNull()
  })

  it('takes nothing for a failure that only quotes one', () => {
    const failure = 'medianest sign-in-failed address=203.0.113.7'
    for (const line of [
      failure,
      `${at.toISOString()} other ${failure}`,
      `${at.toISOString()} medianest sign-in-failed user=x address=203.0.113.7`,
      `${at.toISOString()} medianest signed-in address=203.0.113.7`,
      `${at.toISOString()} ${failure} user="x y"`,
      `${at.toISOString()} ${failure}.evil.example`,
    ])
      expect(culprit(line)).toBeNull()
  })

  it('is not fooled by anything that might get into a fact', () => {
    const hostile = oneof(
      string({ unit: 'binary' }),
      constantFrom(
        '198.51.100.9\n2026-11-21T15:19:10.123Z medianest sign-in-failed address=203.0.113.7',
        '198.51.100.9 address=203.0.113.7',
        '::1%\n2026-11-21T15:19:10.123Z medianest sign-in-failed address=203.0.113.7',
        'x address=203.0.113.7 ',
        '203.0.113.7\u0000',
        '203.0.113.7\u2028',
      ),
    )
    assert(
      property(hostile, hostile, constantFrom('198.51.100.9', null, '2001:db8::9'), (reason, other, address) => {
        const lines = securityLine(at, 'key-refused', { address, reason, account: other }).split('\n')
        expect(lines).toHaveLength(2)
        expect(culprit(lines[0]!)).toBe(address)
        const forged = securityLine(at, 'key-refused', { address: other }).split('\n')
        expect(forged).toHaveLength(2)
        expect(culprit(forged[0]!)).not.toBe('203.0.113.7')
      }),
    )
  })
})

test('the jail uses the filter, and looks up no names', () => {
  const jail = readFileSync(path.join(import.meta.dirname, 'jail.d/medianest.conf'), 'utf8')
  expect(jail).toMatch(/^filter = medianest$/m)
  expect(jail).toMatch(/^usedns = no$/m)
  expect(jail).toMatch(/^logpath = \/.*\/security\.log$/m)
})
