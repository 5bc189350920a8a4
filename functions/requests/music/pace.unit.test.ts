import { describe, expect, test } from 'vitest'
import { createPace, Superseded, TooMany } from './pace.ts'

const never = new AbortController().signal
const EVERY_MS = 40

describe('turns', () => {
  test('come one after the other, in order, each so long after the one before', async () => {
    const pace = createPace({ everyMs: EVERY_MS, most: 5 })
    const at: number[] = []
    const order: number[] = []
    await Promise.all(
      [1, 2, 3].map(async (number) => {
        await pace.turn(never)
        order.push(number)
        at.push(performance.now())
      }),
    )
    expect(order).toEqual([1, 2, 3])
    for (const [index, time] of at.entries())
      if (index > 0) expect(time - at[index - 1]!).toBeGreaterThanOrEqual(EVERY_MS - 1)
  })

  test('are refused when too many wait', async () => {
    const pace = createPace({ everyMs: EVERY_MS, most: 2 })
    const first = [pace.turn(never), pace.turn(never)]
    await expect(pace.turn(never)).rejects.toBeInstanceOf(TooMany)
    await Promise.all(first)
  })

  test('go to what a person asked last', async () => {
    const pace = createPace({ everyMs: EVERY_MS, most: 2 })
    await pace.turn(never, 'anna')
    const older = pace.turn(never, 'anna')
    const others = pace.turn(never, 'ben')
    const newer = pace.turn(never, 'anna')
    await expect(older).rejects.toBeInstanceOf(Superseded)
    await Promise.all([others, newer])
  })

  test('are given up with the signal, and nobody waits for them', async () => {
    const pace = createPace({ everyMs: EVERY_MS, most: 1 })
    await pace.turn(never)
    const leaving = new AbortController()
    const left = pace.turn(leaving.signal)
    leaving.abort(new Error('gone'))
    await expect(left).rejects.toThrow('gone')
    await pace.turn(never)
  })

  test('do not come while it rests', async () => {
    const pace = createPace({ everyMs: 1, most: 1 })
    const began = performance.now()
    pace.rest(EVERY_MS)
    await pace.turn(never)
    expect(performance.now() - began).toBeGreaterThanOrEqual(EVERY_MS - 1)
  })
})
