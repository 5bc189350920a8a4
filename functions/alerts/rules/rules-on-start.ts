import { randomUUID } from 'node:crypto'
import { AddRule } from '../../../contracts/alerts.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { lockEngine } from '../engine/engine.ts'
import { SHIPPED } from './shipped.ts'

export default defineFunction({
  name: 'alerts.rules-on-start',
  summary: 'Adds the rules that the product comes with, each once in the life of a house.',
  domain: alerts,
  at: 'start',
  async run(_input, ctx) {
    await ctx.write(async (tx) => {
      await lockEngine(tx)
      const known = new Set((await tx.selectFrom('shipped_rule').select('key').execute()).map(({ key }) => key))
      for (const [key, shipped] of Object.entries(SHIPPED)) {
        if (known.has(key)) continue
        const now = ctx.now()
        await tx.insertInto('shipped_rule').values({ key }).execute()
        await tx
          .insertInto('rule')
          .values({
            id: randomUUID(),
            ...AddRule.schema.parse(shipped),
            shipped: true,
            created_at: now,
            updated_at: now,
            version: 1,
          })
          // a person's own rule of that name stands for it
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
    })
  },
})
