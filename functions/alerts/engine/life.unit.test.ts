import { describe, expect, it } from 'vitest'
import {
  acknowledged,
  type Cause,
  cleared,
  fired,
  type Kept,
  repeated,
  resolved,
  snoozed,
  type Turned,
  woken,
} from './life.ts'

const at = (minutes: number): Date => new Date(Date.UTC(2030, 0, 1, 12, minutes))
const subject = { kind: 'service' as const, id: 's1', name: 'Plex', group: null }
const cause = (ruleId: string, severity: Cause['severity'] = 'warning'): Cause => ({
  ruleId,
  ruleName: `Rule ${ruleId}`,
  severity,
  labels: { [ruleId]: 'yes' },
  since: at(0),
  value: null,
  title: `Plex (${ruleId})`,
  reason: 'Plex is offline: refused',
})
const fire = (last: Kept | null, one: Cause, minutes: number, reopenMinutes = 15): Turned =>
  fired(last, one, { id: 'a1', at: at(minutes), reopenMs: reopenMinutes * 60_000, subject })
const raised = (): Kept => fire(null, cause('r1'), 0).kept
const turned = (result: ReturnType<typeof acknowledged>): Turned => {
  if ('refused' in result) throw new Error(result.refused)
  return result
}

describe('given nothing', () => {
  it('a rule that fires raises an alert', () => {
    const { kept, turn } = fire(null, cause('r1'), 0)
    expect(turn).toBe('raised')
    expect(kept.alert).toMatchObject({ id: 'a1', state: 'open', severity: 'warning', title: 'Plex (r1)', version: 1 })
  })
})

describe('given an open alert', () => {
  it('another rule of no more weight joins quietly', () => {
    const { kept, turn } = fire(raised(), cause('r2', 'info'), 1)
    expect(turn).toBeNull()
    expect(kept.alert).toMatchObject({ severity: 'warning', title: 'Plex (r1)', labels: { r1: 'yes', r2: 'yes' } })
    expect(kept.alert.rules.map(({ id }) => id)).toEqual(['r1', 'r2'])
  })

  it('the same with more weight raises its severity, acknowledged or not', () => {
    const looked = turned(acknowledged(raised(), at(1), 'user:x')).kept
    const { kept, turn } = fire(looked, { ...cause('r2', 'critical'), title: 'Plex (r1)' }, 2)
    expect([turn, kept.alert.severity, kept.alert.state]).toEqual(['escalated', 'critical', 'acknowledged'])
  })

  const outage = { ...cause('r2', 'critical'), title: 'Plex is offline' }

  it('something else that weighs more, or a state that weighs as much, is told, acknowledged or snoozed or not', () => {
    const quiet = [turned(acknowledged(raised(), at(1), 'user:x')).kept, turned(snoozed(raised(), at(60))).kept]
    for (const before of [raised(), ...quiet])
      for (const one of [outage, { ...outage, severity: 'warning' as const }]) {
        const { kept, turn } = fire(before, one, 2)
        expect([turn, kept.alert.title, kept.alert.severity]).toEqual(['reopened', 'Plex is offline', one.severity])
        expect(kept.alert).toMatchObject({ id: 'a1', state: 'open', acknowledgedBy: null, snoozedUntil: null })
      }
  })

  it('what is measured besides an outage and weighs no more is not told', () => {
    const out = fire(null, outage, 0).kept
    const { kept, turn } = fire(out, { ...cause('r3', 'critical'), value: 100 }, 1)
    expect([turn, kept.alert.title]).toEqual([null, 'Plex is offline'])
  })

  it('it is called by what is left of it, and the next outage is told again', () => {
    const both = fire(raised(), outage, 1).kept
    const rest = cleared(both, ['r2'], at(2), null)!
    expect([rest.turn, rest.kept.alert.title, rest.kept.alert.severity]).toEqual([null, 'Plex (r1)', 'critical'])
    expect(fire(rest.kept, outage, 3).turn).toBe('reopened')
  })

  it('it is resolved when the last rule clears, with the severity that people heard of', () => {
    const both = fire(raised(), cause('r2', 'critical'), 1).kept
    const one = cleared(both, ['r2'], at(2), null)!
    expect([one.turn, one.kept.alert.severity]).toEqual([null, 'critical'])
    const none = cleared(one.kept, ['r1'], at(3), null)!
    expect([none.turn, none.kept.alert.state, none.kept.alert.resolvedAt]).toEqual([
      'resolved',
      'resolved',
      at(3).toISOString(),
    ])
    expect(none.kept.alert.rules.map(({ id }) => id)).toEqual(['r1'])
  })

  it('names all that ceased at once as what held it up', () => {
    const both = fire(raised(), cause('r2', 'critical'), 1).kept
    const { kept, turn } = cleared(both, ['r1', 'r2'], at(2), null)!
    expect([turn, kept.alert.version]).toEqual(['resolved', both.alert.version + 1])
    expect(kept.alert.rules.map(({ id }) => id)).toEqual(['r1', 'r2'])
  })

  it('a rule that does not hold it up says nothing by clearing', () => {
    expect(cleared(raised(), ['r9'], at(1), null)).toBeNull()
  })

  it('the same security event is counted', () => {
    expect(repeated(raised(), 'r1')?.alert.repeats).toBe(1)
    expect(repeated(raised(), 'r2')).toBeNull()
  })
})

describe('given a resolved alert', () => {
  const over = (): Kept => cleared(raised(), ['r1'], at(10), null)!.kept

  it('the same within the time reopens it', () => {
    const { kept, turn } = fire(over(), cause('r1'), 25)
    expect(turn).toBe('reopened')
    expect(kept.alert).toMatchObject({ id: 'a1', state: 'open', reopened: 1, resolvedAt: null, acknowledgedBy: null })
  })

  it('later, or where nothing is reopened, it is a new one', () => {
    expect(fire(over(), cause('r1'), 26).turn).toBe('raised')
    expect(fire(over(), cause('r1'), 11, 0).turn).toBe('raised')
  })

  it('by hand, the time counts from when it went away', () => {
    const closed = turned(resolved(raised(), at(5), 'user:x')).kept
    const gone = cleared(closed, ['r1'], at(60), null)!
    expect(gone.turn).toBeNull()
    expect(fire(gone.kept, cause('r1'), 70).turn).toBe('reopened')
    expect(fire(closed, cause('r1'), 70).turn).toBe('raised')
  })

  it.each([
    ['acknowledge', (kept: Kept) => acknowledged(kept, at(11), 'user:x')],
    ['snooze', (kept: Kept) => snoozed(kept, at(60))],
    ['resolve', (kept: Kept) => resolved(kept, at(11), 'user:x')],
  ])('nobody can %s it', (_, by) => {
    expect(by(over())).toEqual({ refused: expect.stringContaining('resolved at 2030-01-01T12:10') })
  })
})

describe('a snooze', () => {
  it('ends with what it was about, or wakes it', () => {
    const asleep = turned(snoozed(raised(), at(60)))
    expect([asleep.turn, asleep.kept.alert.snoozedUntil]).toEqual(['snoozed', at(60).toISOString()])
    expect(cleared(asleep.kept, ['r1'], at(30), null)?.turn).toBe('resolved')
    expect(woken(asleep.kept)).toMatchObject({ turn: 'reopened', kept: { alert: { state: 'open', reopened: 1 } } })
  })

  it('can be prolonged, and ends when somebody acknowledges', () => {
    const longer = turned(snoozed(turned(snoozed(raised(), at(60))).kept, at(90))).kept
    expect(longer.alert.snoozedUntil).toBe(at(90).toISOString())
    expect(turned(acknowledged(longer, at(61), 'user:x')).kept.alert).toMatchObject({
      state: 'acknowledged',
      snoozedUntil: null,
    })
  })
})
