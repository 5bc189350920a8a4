import { WebhookReceived } from '../../contracts/webhooks.ts'
import { defineFunction } from '../../bus/index.ts'
import { webhooks } from './domain.ts'

export default defineFunction({
  name: 'webhooks.note-received',
  summary: 'Keeps when each source last called.',
  domain: webhooks,
  on: WebhookReceived,
  startAt: 'beginning',
  async run({ source, receivedAt, origin }, ctx) {
    // a redo is ours, not the source's
    if (origin) return
    const at = new Date(receivedAt)
    await ctx.write(async (tx) => {
      await tx
        .updateTable('door')
        .set({ last_received_at: at })
        .where('source', '=', source)
        .where((eb) => eb.or([eb('last_received_at', 'is', null), eb('last_received_at', '<', at)]))
        .execute()
    })
  },
})
