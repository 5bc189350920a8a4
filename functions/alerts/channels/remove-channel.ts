import { ChannelChanged, RemoveChannel } from '../../../contracts/channels.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { dropWaiting } from '../delivery/record.ts'

export default defineFunction({
  name: 'alerts.remove-channel',
  summary: 'Removes a channel with its secrets and drops what waits for it; the ledger keeps what was sent.',
  domain: alerts,
  acts: RemoveChannel,
  emits: [ChannelChanged],
  async run({ id }, ctx) {
    await ctx.write(async (tx) => {
      const gone = await tx.deleteFrom('channel').where('id', '=', id).returningAll().executeTakeFirst()
      if (!gone) return ctx.refuse('NOT_FOUND')
      await dropWaiting(tx, `channel:${id}`)
      const { kind, name, version } = gone
      return ctx.emit(ChannelChanged, { channelId: id, kind, name, change: 'removed', version: version + 1 })
    })
    return { id }
  },
})
