import { WebhookDoor, WebhookRotated } from '../../contracts/webhooks.ts'
import { defineFunction } from '../../bus/index.ts'
import { webhooks } from './domain.ts'
import { openDoor } from './door.ts'

export default defineFunction({
  name: 'webhooks.open-door',
  summary: 'Lets the edge know a rotated secret, also when the process that rotated it died on the way.',
  domain: webhooks,
  on: WebhookRotated,
  async run({ source }, ctx) {
    const door = await ctx.db.selectFrom('door').selectAll().where('source', '=', source).executeTakeFirst()
    if (door) await openDoor(ctx.state(WebhookDoor), door, (sealed) => ctx.open(sealed))
  },
})
