import { MonitorRemoved, RemoveMonitor, type Service, ServiceBoard } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { showTiles } from './board.ts'
import { status } from './domain.ts'
import { forgetParent } from './forget-parent.ts'
import { lockRecording } from './record.ts'
import { belongs, livesElsewhere } from './settings.ts'

export default defineFunction({
  name: 'status.remove-monitor',
  summary: 'Removes a monitor with its history and its tile.',
  domain: status,
  on: RemoveMonitor,
  emits: [MonitorRemoved],
  async run({ id }, ctx) {
    let tiles: Service[] = []
    await ctx.write(async (tx) => {
      await lockRecording(tx)
      const removed = await tx
        .deleteFrom('monitor')
        .where('id', '=', id)
        .returning(['name', 'version', 'service', 'source'])
        .executeTakeFirst()
      if (!removed) return ctx.refuse('NOT_FOUND')
      if (removed.service !== null) return ctx.refuse('CONFLICT', belongs(removed.name))
      if (removed.source !== null) return ctx.refuse('CONFLICT', livesElsewhere(removed.name))
      ctx.emit(MonitorRemoved, { monitorId: id, name: removed.name, version: removed.version + 1 })
      tiles = await forgetParent(tx, id, ctx.now())
      return { id }
    })
    await showTiles(ctx, tiles)
    // gone when the answer arrives; should this fail, the event sees to it (clear-tile)
    await ctx
      .state(ServiceBoard)
      .remove(id)
      .catch((error: unknown) => ctx.log.debug({ err: error }, 'The tile stays for the event to clear.'))
    return { id }
  },
})
