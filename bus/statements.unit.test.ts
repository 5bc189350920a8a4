import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byArrival, judge, type Statement, versionOf } from './statements.ts'

const at = (i: number, word: string, mark = ''): Statement => ({
  receivedAt: new Date(1_760_000_000_000 + Math.floor(i / 3)),
  order: 1000 + i,
  originId: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
  reading: 0,
  word,
  mark,
  announced: false,
})

/** The table in memory: what `hear` does with its rows. Gives what was announced, in the order of announcing. */
function deliver(statements: readonly Statement[]): Statement[] {
  const lane: Statement[] = []
  const announced: Statement[] = []
  for (const one of statements) {
    if (!lane.some((known) => known.originId === one.originId && known.word === one.word && known.mark === one.mark))
      lane.push({ ...one })
    const { announce } = judge(lane)
    for (const statement of announce) statement.announced = true
    announced.push(...announce)
  }
  return announced
}

/** Run, word and mark of every statement, in the order of arrival. */
function runs(statements: readonly Statement[]): string[] {
  let run = 0
  return statements.map((one, i) => {
    if (i > 0 && statements[i - 1]!.word !== one.word) run++
    return `${run} ${one.word} ${one.mark}`
  })
}

const truth = fc
  .array(fc.tuple(fc.constantFrom('approved', 'declined', 'available'), fc.constantFrom('', 'later')), {
    minLength: 1,
    maxLength: 14,
  })
  .map((words) => words.map(([word, mark], i) => at(i, word, mark)))

/** Every statement once or more, in any order. */
const deliveries = truth.chain((statements) =>
  fc.tuple(
    fc.constant(statements),
    fc.array(fc.nat({ max: statements.length - 1 }), { maxLength: 10 }).chain((again) =>
      fc.shuffledSubarray([...statements, ...again.map((i) => statements[i]!)], {
        minLength: statements.length + again.length,
      }),
    ),
  ),
)

describe('statements in a lane', () => {
  it('has approve, decline, approve as three and the same twice as one', () => {
    const words = (...said: string[]) => deliver(said.map((word, i) => at(i, word))).map((one) => one.word)
    expect(words('approved', 'declined', 'approved')).toEqual(['approved', 'declined', 'approved'])
    expect(words('approved', 'approved', 'declined', 'declined')).toEqual(['approved', 'declined'])
  })

  it('announces the later half of a run that something late splits', () => {
    const [first, late, last] = [at(0, 'approved'), at(1, 'declined'), at(2, 'approved')]
    expect(deliver([first, last]).map((one) => one.order)).toEqual([1000])
    expect(deliver([first, last, late]).map((one) => one.order)).toEqual([1000, 1001, 1002])
    expect(
      deliver([last, first, late])
        .map((one) => one.order)
        .sort((a, b) => a - b),
    ).toEqual([1000, 1001, 1002])
  })

  it('announces every run and mark exactly once, in whatever order and however often it is delivered', () => {
    fc.assert(
      fc.property(deliveries, ([statements, delivered]) => {
        const announced = deliver(delivered)
        const places = announced.map((one) => runs(statements)[one.order - 1000]!)
        expect(new Set(places)).toEqual(new Set(runs(statements)))
        expect(new Set(places).size).toBe(places.length)
      }),
      { numRuns: 2000 },
    )
  })

  it('leaves the last word with the highest version, however late it or others come', () => {
    fc.assert(
      fc.property(deliveries, ([statements, delivered]) => {
        const newest = deliver(delivered).reduce((a, b) => (versionOf(a) > versionOf(b) ? a : b))
        expect(newest.word).toBe(statements.at(-1)!.word)
      }),
    )
  })

  it('puts a correction of the same origin behind what it corrects and before what came after', () => {
    const wrong = at(5, 'approved')
    const right = { ...wrong, reading: 1, word: 'declined' }
    const next = at(6, 'available')
    expect([next, right, wrong].sort(byArrival)).toEqual([wrong, right, next])
    expect(versionOf(wrong)).toBeLessThan(versionOf(right))
    expect(versionOf(right)).toBeLessThan(versionOf(next))
    expect(Number.isSafeInteger(versionOf({ ...next, receivedAt: new Date('2254-01-01') }))).toBe(true)
  })
})
