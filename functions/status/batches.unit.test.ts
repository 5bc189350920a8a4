import { expect, test } from 'vitest'
import { batches } from './batches.ts'
import { inParallel } from './in-parallel.ts'

test('a batch goes out when it is full, and the rest at the end', async () => {
  const sent: (readonly number[])[] = []
  const two = batches<number>({ size: 2, waitMs: 60_000 }, async (items) => void sent.push(items))
  for (const n of [1, 2, 3]) two.add(n)
  expect(sent).toEqual([[1, 2]])
  await two.end()
  expect(sent).toEqual([[1, 2], [3]])
})

test('a batch that does not fill goes out after its wait, before the end', async () => {
  const sent = Promise.withResolvers<readonly number[]>()
  const many = batches<number>({ size: 100, waitMs: 5 }, async (items) => sent.resolve(items))
  many.add(1)
  expect(await sent.promise).toEqual([1])
  await many.end()
})

test('the end waits for what is under way', async () => {
  let done = false
  const one = batches<number>({ size: 1, waitMs: 1 }, async () => {
    await new Promise((resolve) => setImmediate(resolve))
    done = true
  })
  one.add(1)
  await one.end()
  expect(done).toBe(true)
})

test('work runs in parallel up to the cap', async () => {
  let running = 0
  let most = 0
  const seen: number[] = []
  await inParallel([1, 2, 3, 4, 5], 2, async (n) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    seen.push(n)
    running--
  })
  expect(most).toBe(2)
  expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
})
