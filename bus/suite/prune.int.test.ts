import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction } from '../index.ts'
import { prune } from '../prune.ts'
import type { HostedFunctions } from '../start.ts'
import { Made, Make, things } from './things.ts'

const make = defineFunction({
  name: 'things.make',
  summary: 'Makes a thing, with an effect outside.',
  domain: things,
  on: Make,
  emits: [Made],
  async run({ n }, ctx) {
    await ctx.effect('outside', async () => n)
    return ctx.write(async () => {
      ctx.emit(Made, { n })
      ctx.emit(Made, { n: n + 1 }, { notBefore: new Date(Date.now() + 3_600_000) })
      return { n }
    })
  },
})

describe('pruning', () => {
  let rig: Rig
  let hosted: HostedFunctions
  beforeAll(async () => {
    rig = await startRig()
    hosted = await rig.host([make])
  })
  afterAll(() => rig.stop())

  const tables = ['_inbox', '_outbox', '_outcome', '_effect'] as const
  const counts = async (): Promise<Record<string, number>> => {
    const found = tables.map(async (table) => {
      const { rows } = await hosted.pool.query<{ n: number }>(`select count(*)::int as n from things.${table}`)
      return [table, rows[0]!.n] as const
    })
    return Object.fromEntries(await Promise.all(found))
  }

  it('leaves what a message can still ask for, and deletes the rest once it is old', async () => {
    await rig.client.send(Make, { n: 1 }, rig.who)
    await until(async () => (await hosted.pool.query('select from things._outbox where published_at < now()')).rowCount)
    const before = { _inbox: 1, _outbox: 2, _outcome: 1, _effect: 1 }
    expect(await counts()).toEqual(before)
    expect(await prune(hosted.pool, ['things'])).toBe(0)
    await hosted.pool.query("update things._inbox set done_at = now() - interval '99 days'")
    await hosted.pool.query("update things._outcome set at = now() - interval '16 days'")
    await hosted.pool.query("update things._effect set at = now() - interval '179 days'")
    const old = "now() - interval '200 days'"
    await hosted.pool.query(`update things._outbox set published_at = ${old} where published_at is not null`)
    // never published: never too old
    await hosted.pool.query(`update things._outbox set created_at = ${old} where published_at is null`)
    expect(await prune(hosted.pool, ['things'])).toBe(2)
    expect(await counts()).toEqual({ ...before, _outbox: 1, _outcome: 0 })
  })
})
