import { ServiceDisconnected } from '../../contracts/services.ts'
import { MonitorRemoved, type Service } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { showTiles } from './board.ts'
import { status } from './domain.ts'
import { isNews, unwatch } from './service-monitor.ts'

export default defineFunction({
  name: 'status.unwatch-service',
  summary: 'Takes a service that was disconnected off the board.',
  domain: status,
  on: ServiceDisconnected,
  startAt: 'beginning',
  emits: [MonitorRemoved],
  async run({ service, version }, ctx) {
    let tiles: Service[] = []
    await ctx.write(async (tx) => {
      if (await isNews(tx, service, version)) tiles = await unwatch(ctx, tx, service)
    })
    await showTiles(ctx, tiles)
  },
})
