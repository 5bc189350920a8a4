import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { command } from '../../contracts/define.ts'
import { defineFunction } from '../index.ts'
import type { HandlerContext } from '../handler-context.ts'
import { derivedId, newId } from '../ids.ts'
import type { HostedFunctions } from '../start.ts'
import { storedIn } from './stored.ts'
import { Made, Make, type Tables, things } from './things.ts'

type Ctx = HandlerContext<Tables, typeof Made, never, 'CONFLICT'>
let behave: (n: number, ctx: Ctx) => Promise<void> = async () => {}

const make = defineFunction({
  name: 'things.make',
  summary: 'Does what the test says.',
  domain: things,
  on: Make,
  emits: [Made],
  retry: { attempts: 1 },
  async run({ n }, ctx) {
    await behave(n, ctx)
    return { n }
  },
})

const Line = command('things.line', {
  summary: 'Adds to a line.',
  data: { line: z.string(), n: z.int() },
  key: (d) => d.line,
  result: z.object({}),
})

const line = defineFunction({
  name: 'things.line',
  summary: 'Reads a row and writes it back: only safe when nobody else does at the same time.',
  domain: things,
  on: Line,
  concurrency: { perProcess: 8, perKey: 'serial' },
  async run({ line: key }, ctx) {
    return ctx.write(async (tx) => {
      const id = derivedId('line', key)
      const row = await tx.selectFrom('made').select('n').where('id', '=', id).executeTakeFirst()
      await sql`select pg_sleep(0.002)`.execute(tx)
      if (row)
        await tx
          .updateTable('made')
          .set({ n: row.n + 1 })
          .where('id', '=', id)
          .execute()
      else await tx.insertInto('made').values({ id, n: 1 }).execute()
      return {}
    })
  },
})

describe('a write', () => {
  let rig: Rig
  let hosted: HostedFunctions
  beforeAll(async () => {
    rig = await startRig()
    hosted = await rig.host([make, line])
    await rig.host([line])
  })
  afterAll(() => rig.stop())

  /** Runs `body` inside a function and gives what it threw. */
  async function thrownBy(body: (ctx: Ctx) => Promise<unknown>): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>()
    behave = async (_n, ctx) => {
      await body(ctx).then(
        () => resolve('nothing'),
        (error: Error) => resolve(error.message),
      )
    }
    await rig.client.send(Make, { n: 0 }, rig.who)
    return promise
  }

  it('is not possible through ctx.db', async () => {
    const insert = (ctx: Ctx) => ctx.db.insertInto('made').values({ id: newId(), n: 1 }).execute()
    expect(await thrownBy(insert)).toMatch(/read-only transaction/)
    expect(await thrownBy((ctx) => ctx.db.selectFrom('made').selectAll().execute())).toBe('nothing')
  })

  it('happens once per run', async () => {
    const twice = async (ctx: Ctx) => {
      await ctx.write(async () => {})
      await ctx.write(async () => {})
    }
    expect(await thrownBy(twice)).toMatch(/write may be called once/)
  })

  it('is the only place to emit from, and effects come before it', async () => {
    expect(await thrownBy(async (ctx) => ctx.emit(Made, { n: 1 }))).toMatch(/emit belongs inside write/)
    const late = async (ctx: Ctx) => {
      await ctx.write(async () => {})
      ctx.emit(Made, { n: 1 })
    }
    expect(await thrownBy(late)).toMatch(/emit belongs inside write/)
    const effectInside = (ctx: Ctx) => ctx.write(() => ctx.effect('mail', async () => 1))
    expect(await thrownBy(effectInside)).toMatch(/effects come before write/)
  })

  it('leaves neither rows nor messages when it throws', async () => {
    const before = (await storedIn(rig, 'events')).length
    behave = async (n, ctx) => {
      await ctx.write(async (tx) => {
        await tx.insertInto('made').values({ id: newId(), n }).execute()
        ctx.emit(Made, { n })
        throw new Error('half-way')
      })
    }
    const sent = await rig.client.send(Make, { n: 77 }, rig.who)
    expect(sent).toMatchObject({ outcome: { ok: false, code: 'INTERNAL' } })
    expect(await hosted.pool.query('select 1 from things.made where n = 77')).toMatchObject({ rowCount: 0 })
    expect(await hosted.pool.query("select 1 from things._outbox where body like '%77%'")).toMatchObject({
      rowCount: 0,
    })
    expect(await storedIn(rig, 'events')).toHaveLength(before)
  })

  it('gives each emitted message an id by its cause and its place', async () => {
    const id = newId()
    behave = async (_n, ctx) => {
      await ctx.write(async () => {
        expect(ctx.emit(Made, { n: 1 })).toBe(derivedId(id, 'things.make', 0))
        expect(ctx.emit(Made, { n: 2 })).toBe(derivedId(id, 'things.make', 1))
        expect(ctx.emit(Made, { n: 3 }, { idFrom: 'three' })).toBe(derivedId('things.made', 1, 'three'))
      })
    }
    expect(await rig.client.send(Make, { n: 0 }, rig.who, { id })).toMatchObject({ outcome: { ok: true } })
    const ids = (await storedIn(rig, 'events')).map((m) => m.id)
    expect(ids).toEqual([
      derivedId(id, 'things.make', 0),
      derivedId(id, 'things.make', 1),
      derivedId('things.made', 1, 'three'),
    ])
    // what was stated before is the same message, whoever states it
    behave = async (_n, ctx) => {
      await ctx.write(async () => void ctx.emit(Made, { n: 3 }, { idFrom: 'three' }))
    }
    expect(await rig.client.send(Make, { n: 0 }, rig.who)).toMatchObject({ outcome: { ok: true } })
    expect(await storedIn(rig, 'events')).toHaveLength(3)
  })

  it('waits for the others with its key where the function says serial, across processes', async () => {
    const sends = Array.from({ length: 60 }, (_, n) =>
      rig.client.send(Line, { line: n % 2 ? 'odd' : 'even', n }, rig.who, { waitMs: 10_000 }),
    )
    for (const sent of await Promise.all(sends)) expect(sent).toMatchObject({ outcome: { ok: true } })
    const count = async (key: string) => {
      const { rows } = await hosted.pool.query('select n from things.made where id = $1', [derivedId('line', key)])
      return rows
    }
    await until(async () => (await count('odd')).length > 0)
    expect(await count('odd')).toEqual([{ n: 30 }])
    expect(await count('even')).toEqual([{ n: 30 }])
  })
})
