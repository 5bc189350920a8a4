import { ServiceConfigured } from '../../contracts/services.ts'
import { MonitorAdded, MonitorRemoved, MonitorUpdated, type Service } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { showTiles } from './board.ts'
import { status } from './domain.ts'
import { isNews, unwatch, watch } from './service-monitor.ts'

export default defineFunction({
  name: 'status.watch-service',
  summary: 'Puts a connected service on the board, and takes one that is switched off away.',
  domain: status,
  on: ServiceConfigured,
  startAt: 'beginning',
  emits: [MonitorAdded, MonitorUpdated, MonitorRemoved],
  async run({ service, title, enabled, url, version }, ctx) {
    let tiles: Service[] = []
    await ctx.write(async (tx) => {
      if (!(await isNews(tx, service, version))) return
      // the event of the removal clears the tile
      if (!enabled) tiles = await unwatch(ctx, tx, service)
      else tiles = await watch(ctx, tx, { service, title, url })
    })
    await showTiles(ctx, tiles)
  },
})
