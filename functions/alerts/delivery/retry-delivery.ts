import { RetryDelivery } from '../../../contracts/channels.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { deliveryRules } from './rules.ts'

export default defineFunction({
  name: 'alerts.retry-delivery',
  summary: 'Takes a delivery that was given up into the queue again, for another day.',
  domain: alerts,
  acts: RetryDelivery,
  async run({ id }, ctx) {
    const now = ctx.provided(deliveryRules).now()
    return ctx.write(async (tx) => {
      const row = await tx.selectFrom('delivery').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
      if (!row) return ctx.refuse('NOT_FOUND')
      if (row.state !== 'dead') return ctx.refuse('CONFLICT', 'Only what was given up can be tried again.')
      const there =
        row.method === 'channel'
          ? await tx.selectFrom('channel').select('id').where('id', '=', row.target).executeTakeFirst()
          : true
      if (!there) return ctx.refuse('CONFLICT', 'The channel is gone.')
      await tx
        .updateTable('delivery')
        .set({ state: 'waiting', due_at: now, since: now, held: null })
        .where('id', '=', id)
        .execute()
      await tx
        .updateTable('lane')
        .set({ retry_at: null, failures: 0, failing_since: null })
        .where('id', '=', row.lane)
        .execute()
      return { id }
    })
  },
})
