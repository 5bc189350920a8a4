import { randomUUID } from 'node:crypto'
import { TestChannel } from '../../../contracts/channels.ts'
import { defineFunction } from '../../../bus/index.ts'
import { trial } from '../delivery/message.ts'
import { deliveryRules } from '../delivery/rules.ts'
import { throughChannel, toFailed } from '../delivery/transmit.ts'
import { alerts } from '../domain.ts'

export default defineFunction({
  name: 'alerts.test-channel',
  summary: 'Sends a test through a channel now, also through one that is off, and says what came of it.',
  domain: alerts,
  acts: TestChannel,
  timeout: '25s',
  async run({ id }, ctx) {
    const rules = ctx.provided(deliveryRules)
    const row = await ctx.db.selectFrom('channel').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) return ctx.refuse('NOT_FOUND')
    const message = trial(randomUUID(), row.name, rules.now(), rules.portalUrl)
    const begun = performance.now()
    const result = await throughChannel(ctx, row, message, { now: rules.now }).then(
      (note) => ({ ok: true, message: note ?? 'The test was sent.' }),
      (error: unknown) => ({ ok: false, message: toFailed(error, ctx.log)?.message ?? 'It could not be sent.' }),
    )
    return { ...result, responseTimeMs: Math.round(performance.now() - begun) }
  },
})
