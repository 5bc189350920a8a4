import { createECDH } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cut } from '../channels/message.ts'
import { signatureOf } from '../channels/kinds/webhook.ts'
import { areKeys, wrongEndpoint } from '../notices/send-push.ts'
import { alertOf } from './delivery-rig.test.ts'
import { type Due, plan } from './plan.ts'
import { backoff, DELIVERY_RULES } from './rules.ts'
import { selects } from './select.ts'
import { withoutNames } from './without-names.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const MINUTE = 60_000
let ids = 0
const due = (ageMs: number, more: Partial<Due> = {}): Due => ({
  id: `row ${ids++}`,
  at: new Date(NOW - ageMs),
  queued_at: new Date(NOW - Math.min(ageMs, 10 * MINUTE)),
  held: null,
  pinned: null,
  ...more,
})
const next = (rows: Due[]) => {
  const found = plan(rows, new Date(NOW), DELIVERY_RULES)
  return 'wait' in found ? found.wait.getTime() - NOW : found.send.map((row) => rows.indexOf(row))
}
const several = (n: number, make: (i: number) => Due): Due[] => Array.from({ length: n }, (_, i) => make(i))

describe('the plan of a lane', () => {
  it('sends what is fresh one by one, however much it is', () => {
    expect(next(several(50, () => due(1000)))).toEqual([0])
    expect(next(several(50, () => due(5 * MINUTE)))).toEqual([0])
    expect(next(several(100, () => due(1000)))).toEqual([0])
  })

  it('puts a flood into one message once it has settled, also when it is fresh', () => {
    const flood = several(101, (i) => due(MINUTE + i))
    expect(next(flood)).toEqual(flood.map((_, i) => i))
    expect(next([...flood, due(2000)])).toBe(3000)
  })

  it('waits for the rest of what happened while we were away, however short that was', () => {
    const missed = (queuedMs: number) => due(60_000, { queued_at: new Date(NOW - queuedMs) })
    expect(next([missed(4000), due(1000)])).toBe(4000)
    expect(next([missed(9000), missed(6000)])).toEqual([0])
  })

  it('puts more than five late ones into one message, with all that waits', () => {
    expect(next(several(5, () => due(6 * MINUTE)))).toEqual([0])
    expect(next([...several(6, () => due(6 * MINUTE)), due(1000)])).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('lets what is late settle: 5 s after the last, three minutes after the first', () => {
    const late = (queuedMs: number) => due(60 * MINUTE, { queued_at: new Date(NOW - queuedMs) })
    expect(next([late(3000), late(1000)])).toBe(4000)
    expect(next([late(179_000), late(0)])).toBe(1000)
    expect(next([late(180_000), late(0)])).toEqual([0])
    expect(next([late(5000)])).toEqual([0])
  })

  it('makes a digest one message from two on', () => {
    expect(next([due(MINUTE, { held: 'digest' })])).toEqual([0])
    expect(next([due(MINUTE, { held: 'digest' }), due(MINUTE, { held: 'digest' })])).toEqual([0, 1])
  })

  it('repeats first what may have been sent, as it was', () => {
    const rows = [
      due(1000),
      due(1000, { pinned: 'm' }),
      ...several(9, () => due(10 * MINUTE)),
      due(1000, { pinned: 'm' }),
    ]
    expect(next(rows)).toEqual([1, 11])
  })
})

it('doubles the wait from 10 s to half an hour, the upper half by chance', () => {
  const waits = (chance: number) => [1, 2, 3, 8, 9, 200].map((n) => backoff(DELIVERY_RULES, n, chance) / 1000)
  expect(waits(1)).toEqual([10, 20, 40, 1280, 1800, 1800])
  expect(waits(0)).toEqual([5, 10, 20, 640, 900, 900])
})

it('selects by severity, group, service and labels, and everything without a selection', () => {
  const alert = alertOf({ severity: 'warning', labels: { room: 'cellar', rack: '1' } })
  const house = alertOf({ subject: { kind: 'house', id: 'data', name: 'Disk', group: null } })
  expect([alert, house].map((one) => selects(null, one))).toEqual([true, true])
  expect(selects({ severities: ['critical'] }, alert)).toBe(false)
  expect(selects({ severities: ['warning', 'critical'], groups: ['Downloads'] }, alert)).toBe(true)
  expect(selects({ groups: ['Downloads'] }, house)).toBe(false)
  expect(selects({ groups: ['Elsewhere'], serviceIds: [alert.subject.id] }, alert)).toBe(true)
  expect(selects({ groups: ['Elsewhere'] }, alert)).toBe(false)
  expect(selects({ serviceIds: [alert.subject.id] }, alert)).toBe(true)
  expect(selects({ serviceIds: [alert.subject.id] }, house)).toBe(false)
  expect(selects({ labels: { room: 'cellar' } }, alert)).toBe(true)
  expect(selects({ labels: { room: 'cellar', rack: '2' } }, alert)).toBe(false)
})

it('signs as the example of Standard Webhooks has it', () => {
  const [id, at, body] = ['msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}']
  expect(signatureOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', id, at, body)).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  )
})

it('takes addresses of push services on the internet only', () => {
  const wrong = (endpoint: string) => wrongEndpoint(endpoint, { pushAnywhere: false }) !== null
  expect(
    ['https://fcm.googleapis.com/fcm/send/x', 'https://updates.push.services.mozilla.com/wpush/v2/x'].map(wrong),
  ).toEqual([false, false])
  for (const endpoint of [
    'http://fcm.googleapis.com/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://2130706433/x',
    'https://nas/x',
    'https://nas.local/x',
    'https://router.lan./x',
    'https://a:b@fcm.googleapis.com/x',
    'https://fcm.googleapis.com:8443/x',
    'nothing',
  ])
    expect([endpoint, wrong(endpoint)]).toEqual([endpoint, true])
  expect(areKeys({ p256dh: 'AAAA', auth: 'AAAA' })).toBe(false)
  const auth = Buffer.alloc(16).toString('base64url')
  const nowhere = Buffer.concat([Buffer.of(4), Buffer.alloc(64)]).toString('base64url')
  expect(areKeys({ p256dh: nowhere, auth })).toBe(false)
  expect(areKeys({ p256dh: createECDH('prime256v1').generateKeys('base64url'), auth })).toBe(true)
})

it('cuts without leaving half a character', () => {
  expect(cut('abcdef', 6)).toBe('abcdef')
  expect(cut('abcdefg', 6)).toBe('abcde…')
  expect(cut('abcd😀fg', 6)).toBe('abcd…')
})

it('takes names out as words, short ones only where they are all that is said', () => {
  expect(
    withoutNames({ title: 'Token of Anna Bell died', by: 'al', text: 'Annabell and al', n: 1 }, ['anna bell', 'al']),
  ).toEqual({ title: 'Token of (erased) died', by: '(erased)', text: 'Annabell and al', n: 1 })
})
