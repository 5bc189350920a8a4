import { z } from 'zod'
import { command, event, query } from '../contracts/define.ts'
import { defineDomain, defineFunction } from './index.ts'

/** Compiled by `tsc` and never run: every line under `@ts-expect-error` must fail to compile. */

interface Tables {
  thing: { id: string; size: number }
}
const things = defineDomain<Tables>({ name: 'things', migrations: {} })

const Made = event('things.made', { summary: '', data: { id: z.string(), size: z.number() }, key: (d) => d.id })
const Broken = event('things.broken', { summary: '', data: { id: z.string() }, key: (d) => d.id })
const Make = command('things.make', {
  summary: '',
  data: { id: z.string() },
  key: (d) => d.id,
  result: z.object({ id: z.string() }),
  refusals: ['CONFLICT'],
})
const Find = query('things.find', {
  summary: '',
  input: { id: z.string() },
  result: z.object({ size: z.number() }),
  refusals: ['NOT_FOUND'],
})

export const good = defineFunction({
  name: 'things.make',
  summary: 'All declared.',
  domain: things,
  on: Make,
  emits: [Made],
  calls: [Find],
  async run({ id }, ctx) {
    const { size } = await ctx.call(Find, { id })
    return ctx.write(async (tx) => {
      const row = await tx.selectFrom('thing').select('size').where('id', '=', id).executeTakeFirst()
      if (row) ctx.refuse('CONFLICT')
      ctx.emit(Made, { id, size })
      return { id }
    })
  },
})

export const bad = defineFunction({
  name: 'things.make-badly',
  summary: 'Each mistake is a compile error.',
  domain: things,
  on: Make,
  emits: [Made],
  async run({ id }, ctx) {
    return ctx.write(async (tx) => {
      // @ts-expect-error an undeclared emit
      ctx.emit(Broken, { id })
      // @ts-expect-error a wrong payload
      ctx.emit(Made, { id, size: 'large' })
      // @ts-expect-error an undeclared refusal
      ctx.refuse('NOT_FOUND')
      // @ts-expect-error another domain's table
      await tx.selectFrom('person').selectAll().execute()
      // @ts-expect-error an undeclared query
      await ctx.call(Find, { id })
      return { id }
    })
  },
})

export const wrongResult = defineFunction({
  name: 'things.make-wrongly',
  summary: 'The answer must be what the contract says.',
  domain: things,
  on: Make,
  // @ts-expect-error a result that the contract does not know
  async run() {
    return { size: 1 }
  },
})

export const queryThatWrites = defineFunction({
  name: 'things.find',
  summary: 'A query has no writing half.',
  domain: things,
  answers: Find,
  async run(_input, ctx) {
    // @ts-expect-error a query cannot write
    await ctx.write(async () => {})
    // @ts-expect-error a query cannot perform effects
    await ctx.effect('x', async () => 1)
    return { size: 1 }
  },
})
