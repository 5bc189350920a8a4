import { ChannelChanged, UpdateChannel } from '../../../contracts/channels.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { channelRows, isTaken, taken, toChannel } from './channel-row.ts'
import { isIssue, merge } from './config.ts'

export default defineFunction({
  name: 'alerts.update-channel',
  summary: 'Changes a channel; what waits for it is tried again at once.',
  domain: alerts,
  acts: UpdateChannel,
  emits: [ChannelChanged],
  async run({ id, kind, name: wanted, config, enabled, selection }, ctx) {
    const now = ctx.now()
    return ctx.write(async (tx) => {
      const before = await tx.selectFrom('channel').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
      if (!before) return ctx.refuse('NOT_FOUND')
      const name = wanted ?? before.name
      if (before.kind !== kind)
        return ctx.refuse('INVALID', 'kind: A channel keeps its kind. Add another channel instead.', {
          issues: [{ path: 'kind', message: 'A channel keeps its kind. Add another channel instead.' }],
        })
      const stored = merge(kind, config, before, ctx)
      if (isIssue(stored)) return ctx.refuse('INVALID', `${stored.path}: ${stored.message}`, { issues: [stored] })
      if (await isTaken(tx, name, id)) return ctx.refuse('CONFLICT', taken(name))
      const version = before.version + 1
      await tx
        .updateTable('channel')
        .set({
          name,
          config: JSON.stringify(stored.config),
          sealed: JSON.stringify(stored.sealed),
          enabled,
          selection: selection === null ? null : JSON.stringify(selection),
          version,
          updated_at: now,
          last_error: null,
        })
        .where('id', '=', id)
        .execute()
      await tx
        .updateTable('lane')
        .set({ retry_at: null, failures: 0 })
        .where('target', '=', id)
        .where('method', '=', 'channel')
        .execute()
      ctx.emit(ChannelChanged, { channelId: id, kind, name, change: 'updated', version })
      return toChannel(await channelRows(tx, now).where('id', '=', id).executeTakeFirstOrThrow())
    })
  },
})
