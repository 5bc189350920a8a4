import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  excused,
  type Firing,
  fold,
  IDLE,
  type Observation,
  type Standing,
  step,
  timePasses,
  type Watch,
} from './evaluate.ts'

const at = (seconds: number): Date => new Date(seconds * 1000)
const holds = (seconds: number, excuse: Observation['excuse'] = null, value: number | null = null): Observation => ({
  at: at(seconds),
  holds: true,
  excuse,
  value,
})
const well = (seconds: number): Observation => ({ at: at(seconds), holds: false })
const firing = (raised: number, resolved: number | null, value: number | null = null): Firing => ({
  raisedAt: at(raised),
  resolvedAt: resolved === null ? null : at(resolved),
  value,
})

const twoMinutes: Watch = { forMs: 120_000 }
const atOnce: Watch = { forMs: 0 }

describe('a rule with a duration', () => {
  it.each<[string, Watch, Observation[], number, Firing[]]>([
    ['fires when it has held for so long', twoMinutes, [holds(10)], 130, [firing(130, null)]],
    ['not a moment before', twoMinutes, [holds(10)], 129.999, []],
    [
      'fires at the time that it was due, however late that is seen',
      twoMinutes,
      [holds(10), well(900)],
      900,
      [firing(130, 900)],
    ],
    ['not what ceases before', twoMinutes, [holds(10), well(129)], 900, []],
    [
      'counts from when it began to hold, not from later looks',
      twoMinutes,
      [holds(10), holds(100)],
      130,
      [firing(130, null)],
    ],
    [
      'fires at once with no duration',
      atOnce,
      [holds(10), well(20), holds(30)],
      30,
      [firing(10, 20), firing(30, null)],
    ],
    [
      'keeps the worst value, the highest',
      atOnce,
      [holds(1, null, 5), holds(2, null, 9), well(3)],
      4,
      [firing(1, 3, 9)],
    ],
    [
      'or the lowest',
      { forMs: 0, worst: 'low' },
      [holds(1, null, 5), holds(2, null, 3), holds(3, null, 4)],
      4,
      [firing(1, null, 3)],
    ],
  ])('%s', (_, watch, seen, until, expected) => {
    expect(fold(watch, seen, at(until))).toEqual(expected)
  })
})

describe('an excuse', () => {
  it.each<[string, Observation[], Firing[]]>([
    ['keeps it from firing', [holds(10, 'parent'), well(900)], []],
    ['stops the count', [holds(10), holds(60, 'parent'), well(900)], []],
    [
      'has it count anew when it ends',
      [holds(10), holds(60, 'maintenance'), holds(300), well(900)],
      [firing(420, 900)],
    ],
    ['does not end what fired before', [holds(10), holds(200, 'parent'), well(900)], [firing(130, 900)]],
  ])('%s', (_, seen, expected) => {
    expect(fold(twoMinutes, seen, at(900))).toEqual(expected)
  })

  it('shows in a back-test what would have fired but for it', () => {
    const seen = [holds(10, 'maintenance'), well(300), holds(400), well(600)]
    const real = fold(twoMinutes, seen, at(900))
    expect(real).toEqual([firing(520, 600)])
    expect(excused(twoMinutes, seen, at(900), real)).toEqual([{ ...firing(130, 300), excuse: 'maintenance' }])
  })

  it('is not shown beside what fired in spite of it', () => {
    const seen = [holds(10), holds(200, 'parent'), well(900)]
    expect(excused(twoMinutes, seen, at(900), fold(twoMinutes, seen, at(900)))).toEqual([])
  })
})

const recorded = fc
  .array(
    fc.record({
      after: fc.integer({ min: 1, max: 300_000 }),
      holds: fc.boolean(),
      excuse: fc.constantFrom(null, null, 'parent' as const, 'maintenance' as const),
      value: fc.option(fc.integer({ min: 0, max: 100 })),
    }),
    { maxLength: 30 },
  )
  .map((steps) => {
    let time = 0
    return steps.map(({ after, ...seen }): Observation => ({ ...seen, at: new Date((time += after)) }))
  })

/** As it happens: looked at whenever something comes and whenever the clock ticks in between. */
function live(watch: Watch, seen: readonly Observation[], ticks: readonly Date[], until: Date): Firing[] {
  const firings: Firing[] = []
  let standing: Standing = IDLE
  const moments = [
    ...seen.map((one) => ({ at: one.at, go: () => step(watch, standing, one) })),
    ...[...ticks.filter((tick) => tick < until), until].map((tick) => ({
      at: tick,
      go: () => timePasses(watch, standing, tick),
    })),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime())
  for (const { go } of moments) {
    const stepped = go()
    for (const one of stepped.happened) {
      if (one.what === 'fired') firings.push({ raisedAt: one.at, resolvedAt: null, value: null })
      else firings.at(-1)!.resolvedAt = one.at
    }
    standing = stepped.standing
  }
  return firings
}

it('says of the record what it said live, whenever the clock ticked', () => {
  const tick = fc.integer({ min: 0, max: 9_000_000 }).map((ms) => new Date(ms))
  fc.assert(
    fc.property(recorded, fc.array(tick), fc.constantFrom(0, 1000, 120_000, 600_000), (seen, ticks, forMs) => {
      const until = new Date(9_000_000)
      const told = fold({ forMs }, seen, until).map(({ raisedAt, resolvedAt }) => ({ raisedAt, resolvedAt }))
      const said = live({ forMs }, seen, ticks, until).map(({ raisedAt, resolvedAt }) => ({ raisedAt, resolvedAt }))
      expect(said).toEqual(told)
    }),
    { numRuns: 500 },
  )
})

it('never fires while excused, nor sooner than its duration, and each firing ends before the next begins', () => {
  fc.assert(
    fc.property(recorded, fc.constantFrom(0, 60_000), (seen, forMs) => {
      let end = -1
      for (const { raisedAt, resolvedAt } of fold({ forMs }, seen, new Date(9_000_000))) {
        const before = seen.filter((one) => one.at.getTime() <= raisedAt.getTime() - forMs)
        expect(before.at(-1)).toMatchObject({ holds: true, excuse: null })
        expect(raisedAt.getTime()).toBeGreaterThanOrEqual(end)
        end = resolvedAt?.getTime() ?? Number.POSITIVE_INFINITY
      }
    }),
    { numRuns: 500 },
  )
})
