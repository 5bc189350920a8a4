import { ListWebhooks } from '../../contracts/webhooks.ts'
import { defineFunction } from '../../bus/index.ts'
import { webhooks } from './domain.ts'
import { toWebhook } from './door.ts'

export default defineFunction({
  name: 'webhooks.list',
  summary: 'The addresses to paste into Seerr and Plex.',
  domain: webhooks,
  answers: ListWebhooks,
  async run({ baseUrl }, ctx) {
    const doors = await ctx.db.selectFrom('door').selectAll().orderBy('source').execute()
    return { items: doors.map((door) => toWebhook(door, baseUrl, (sealed) => ctx.open(sealed))), nextCursor: null }
  },
})
