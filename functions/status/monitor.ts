import { GetMonitor } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { status } from './domain.ts'
import { toMonitor } from './monitor-row.ts'
import { pushPathOf } from './push-token.ts'

export default defineFunction({
  name: 'status.monitor',
  summary: 'Gives one monitor.',
  domain: status,
  answers: GetMonitor,
  async run({ id }, ctx) {
    const row = await ctx.db.selectFrom('monitor').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toMonitor(row, pushPathOf(row, ctx)) : ctx.refuse('NOT_FOUND')
  },
})
