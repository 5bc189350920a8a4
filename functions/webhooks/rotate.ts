import { sql } from 'kysely'
import { RotateWebhook, WebhookDoor, WebhookRotated } from '../../contracts/webhooks.ts'
import { defineFunction } from '../../bus/index.ts'
import { webhooks } from './domain.ts'
import { newSecret, openDoor, toWebhook } from './door.ts'

export default defineFunction({
  name: 'webhooks.rotate',
  summary: 'Gives a source a new secret address; the old one is unknown from then on.',
  domain: webhooks,
  acts: RotateWebhook,
  emits: [WebhookRotated],
  async run({ source, baseUrl }, ctx) {
    const door = await ctx.write(async (tx) => {
      const rotated = await tx
        .updateTable('door')
        .set({
          secret: ctx.seal(newSecret()),
          version: sql`version + 1`,
          rotated_at: ctx.now(),
        })
        .where('source', '=', source)
        .returningAll()
        .executeTakeFirst()
      if (rotated) ctx.emit(WebhookRotated, { source })
      return rotated
    })
    if (!door) return ctx.refuse('NOT_FOUND')
    const open = (sealed: string): string => ctx.open(sealed)
    // at once here; should it fail, the event of the rotation does it again
    await openDoor(ctx.state(WebhookDoor), door, open).catch((error: unknown) => {
      ctx.log.warn({ err: error, source }, 'The door could not be changed at once; it follows the event.')
    })
    return toWebhook(door, baseUrl, open)
  },
})
