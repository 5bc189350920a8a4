import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction } from '../index.ts'
import type { HostedFunctions } from '../start.ts'
import { Made, things } from './things.ts'

/** A function that notes which of the processes ran it. */
const seeing = (runs: number[]) =>
  defineFunction({
    name: 'things.see',
    summary: 'Notes what was made.',
    domain: things,
    on: Made,
    startAt: 'beginning',
    concurrency: { perProcess: 2 },
    async run({ n }, ctx) {
      runs.push(n)
      await ctx.write(async (tx) => {
        await tx.insertInto('seen').values({ id: ctx.meta.id, n }).execute()
      })
    },
  })

const tick = (runs: number[]) =>
  defineFunction({
    name: 'things.tick',
    summary: 'Notes its slots.',
    domain: things,
    every: '300ms',
    async run({ at }) {
      runs.push(at.getTime())
    },
  })

describe('several processes', () => {
  let rig: Rig
  beforeAll(async () => {
    rig = await startRig()
  })
  afterAll(() => rig.stop())

  it('share one durable: each message runs once, and both work', async () => {
    const first: number[] = []
    const second: number[] = []
    const hosted: HostedFunctions = await rig.host([seeing(first)])
    await rig.host([seeing(second)])
    const numbers = Array.from({ length: 200 }, (_, n) => n)
    await Promise.all(numbers.map((n) => rig.client.publishEvent(Made, { n }, rig.who)))
    await until(async () => (await hosted.pool.query('select 1 from things.seen')).rowCount === 200)
    expect([...first, ...second].sort((a, b) => a - b)).toEqual(numbers)
    expect(first.length).toBeGreaterThan(20)
    expect(second.length).toBeGreaterThan(20)
  })

  it('run each slot of a schedule once', async () => {
    const runs: number[][] = [[], [], []]
    for (const one of runs) await rig.host([tick(one)])
    await until(() => runs.flat().length >= 6)
    const slots = runs.flat().sort((a, b) => a - b)
    const distinct = [...new Set(slots)]
    expect(slots).toEqual(distinct)
    for (const [i, slot] of distinct.entries()) {
      expect(slot % 300).toBe(0)
      if (i > 0) expect(slot - distinct[i - 1]!).toBe(300)
    }
  })
})
