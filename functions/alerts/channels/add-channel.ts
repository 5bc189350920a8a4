import { randomUUID } from 'node:crypto'
import { AddChannel, ChannelChanged } from '../../../contracts/channels.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { channelRows, freeName, isTaken, taken, toChannel } from './channel-row.ts'
import { isIssue, merge } from './config.ts'
import { KINDS } from './kinds/index.ts'

export default defineFunction({
  name: 'alerts.add-channel',
  summary: 'Adds a channel under a name that no other has, or is given here; does not try it.',
  domain: alerts,
  acts: AddChannel,
  emits: [ChannelChanged],
  async run({ kind, name: wanted, config, enabled, selection }, ctx) {
    const now = ctx.now()
    const stored = merge(kind, config, undefined, ctx)
    if (isIssue(stored)) return ctx.refuse('INVALID', `${stored.path}: ${stored.message}`, { issues: [stored] })
    return ctx.write(async (tx) => {
      const name = wanted ?? (await freeName(tx, KINDS[kind].title))
      if (await isTaken(tx, name)) return ctx.refuse('CONFLICT', taken(name))
      const id = randomUUID()
      const added = await tx
        .insertInto('channel')
        .values({
          id,
          kind,
          name,
          config: JSON.stringify(stored.config),
          sealed: JSON.stringify(stored.sealed),
          enabled,
          selection: selection === null ? null : JSON.stringify(selection),
          version: 1,
          created_at: now,
          updated_at: now,
        })
        .onConflict((oc) => oc.doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!added) return ctx.refuse('CONFLICT', taken(name))
      ctx.emit(ChannelChanged, { channelId: id, kind, name, change: 'added', version: 1 })
      return toChannel(await channelRows(tx, now).where('id', '=', id).executeTakeFirstOrThrow())
    })
  },
})
