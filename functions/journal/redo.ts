import { EntryRedone, RedoEntry } from '../../contracts/journal.ts'
import { WebhookReceived } from '../../contracts/webhooks.ts'
import { defineFunction, showSealed } from '../../bus/index.ts'
import { journal } from './domain.ts'

export default defineFunction({
  name: 'journal.redo',
  summary: 'Brings a raw webhook to its readers again, or a dead letter back to the function that gave up on it.',
  domain: journal,
  on: RedoEntry,
  emits: [EntryRedone, WebhookReceived],
  async run({ id }, ctx) {
    const row = await ctx.db.selectFrom('entry').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) return ctx.refuse('NOT_FOUND')
    const isWebhook = row.kind === 'event' && row.type === WebhookReceived.type
    if (!isWebhook && row.kind !== 'dead-letter') return ctx.refuse('NOT_REDOABLE')
    return ctx.write(async () => {
      const cause = { id: row.id, correlationId: row.correlation_id }
      const redoId = ctx.emit(
        EntryRedone,
        { entryId: row.id, entryType: row.type, entryKind: row.kind },
        { causedBy: cause },
      )
      if (isWebhook) {
        const raw = WebhookReceived.schema.parse(
          showSealed(JSON.parse(row.data) as Record<string, unknown>, (sealed) => ctx.open(sealed)),
        )
        const origin = raw.origin ?? { id: row.id, receivedAt: raw.receivedAt, order: Number(row.seq) }
        ctx.emit(WebhookReceived, { ...raw, origin }, { causedBy: { id: redoId, correlationId: row.correlation_id } })
      } else ctx.redrive(JSON.parse(row.data))
      return { entryId: row.id, redoId }
    })
  },
})
