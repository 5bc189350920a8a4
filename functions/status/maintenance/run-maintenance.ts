import { MaintenanceBegan, MaintenanceEnded } from '../../../contracts/maintenance.ts'
import { defineFunction } from '../../../bus/index.ts'
import { showTiles } from '../board.ts'
import { status } from '../domain.ts'
import { lockRecording } from '../record.ts'
import { openAndClose } from './open-and-close.ts'

export default defineFunction({
  name: 'status.run-maintenance',
  summary: 'Opens and closes maintenance windows on time, and covers monitors that come to be in an open one.',
  domain: status,
  every: '5s',
  // a window that ended while nothing ran closes as soon as something does
  catchUp: 'last',
  emits: [MaintenanceBegan, MaintenanceEnded],
  async run(_slot, ctx) {
    const tiles = await ctx.write(async (tx) => {
      await lockRecording(tx)
      return openAndClose(tx, ctx.now(), ctx)
    })
    await showTiles(ctx, tiles)
  },
})
