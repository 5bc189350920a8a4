import { describe, expect, it, test } from 'vitest'
import { type Count, countAttempt, delayMs, heldUpMs, networkOf, noCount } from './decide.ts'

const NOON = Date.parse('2026-03-01T12:00:00.000Z')
const at = (seconds: number): Date => new Date(NOON + seconds * 1000)

describe('the delay', () => {
  it.each([
    ['account', [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]],
    ['address', [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]],
  ] as const)('grows after the fifth failure and has an end, by %s', (kind, seconds) => {
    expect(seconds.map((_, failures) => delayMs(kind, failures) / 1000)).toEqual(seconds)
    expect(delayMs(kind, 1_000_000)).toBe(seconds.at(-1)! * 1000)
  })
})

/** Fails at each of these seconds, as soon as it is let. */
function fail(seconds: readonly number[], from: Count = noCount(at(0))) {
  let count = from
  let bursts = 0
  let delays = 0
  for (const second of seconds) {
    const counted = countAttempt('account', count, at(second), heldUpMs(count, at(second)) > 0)
    count = counted.count
    bursts += Number(counted.burst)
    delays += Number(counted.firstDelayed)
  }
  return { count, bursts, delays }
}

describe('counting', () => {
  it('holds nothing up before the fifth failure, and then from the last one on', () => {
    expect(fail([0, 0, 0, 0]).count).toMatchObject({ failures: 4, blockedUntil: null })
    const { count } = fail([0, 0, 0, 0, 7])
    expect(heldUpMs(count, at(7))).toBe(1000)
    expect(heldUpMs(count, at(8))).toBe(0)
  })

  it('takes what is held up for no failure, which would make the wait longer', () => {
    const { count, delays } = fail([0, 0, 0, 0, 0, 0.1, 0.2, 0.3])
    expect(count).toMatchObject({ failures: 5, attempts: 8, blockedUntil: at(1) })
    expect(delays).toBe(1)
  })

  it('begins anew after a quarter of an hour without any attempt', () => {
    const { count } = fail([0, 0, 0, 0, 0, 2, 6])
    expect(fail([899 + 10], count).count.failures).toBe(8)
    expect(fail([901 + 10], count).count).toMatchObject({ failures: 1, blockedUntil: null, delayedAt: null })
  })

  it('tells of a burst once while it lasts, and of the next one', () => {
    const hammering = Array.from({ length: 400 }, (_, i) => i * 2)
    const { count, bursts } = fail(hammering)
    expect(bursts).toBe(1)
    const later = hammering.map((second) => 800 + 301 + second)
    expect(fail(later, count).bursts).toBe(1)
    expect(fail(Array.from({ length: 19 }, (_, i) => i)).bursts).toBe(0)
    expect(fail(Array.from({ length: 60 }, (_, i) => i * 20)).bursts).toBe(0)
  })
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
