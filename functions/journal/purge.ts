import { WebhookReceived } from '../../contracts/webhooks.ts'
import { defineFunction } from '../../bus/index.ts'
import { journal } from './domain.ts'

/** As long as the streams keep what the index points at, in days. */
const KEPT_DAYS = { event: 90, command: 14, 'dead-letter': 180 } as const

const RAW_KEPT_DAYS = 30
const DAY_MS = 86_400_000

export default defineFunction({
  name: 'journal.purge',
  summary: 'Drops index rows whose messages the streams have dropped.',
  domain: journal,
  every: '6h',
  timeout: '2m',
  async run(slot, ctx) {
    await ctx.write(async (tx) => {
      // raw bodies hold people's data and live shorter
      await tx
        .deleteFrom('entry')
        .where('type', '=', WebhookReceived.type)
        .where('time', '<', new Date(slot.at.getTime() - RAW_KEPT_DAYS * DAY_MS))
        .execute()
      for (const [kind, days] of Object.entries(KEPT_DAYS))
        await tx
          .deleteFrom('entry')
          .where('kind', '=', kind as keyof typeof KEPT_DAYS)
          .where('time', '<', new Date(slot.at.getTime() - days * DAY_MS))
          .execute()
    })
  },
})
