import { CancelMaintenance, MaintenanceCancelled, MaintenanceEnded } from '../../../contracts/maintenance.ts'
import type { Service } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { showTiles } from '../board.ts'
import { status } from '../domain.ts'
import { lockRecording } from '../record.ts'
import { showAgain, tellEnded } from './open-and-close.ts'

export default defineFunction({
  name: 'status.cancel-maintenance',
  summary: 'Removes a maintenance window and ends it if it is open.',
  domain: status,
  on: CancelMaintenance,
  emits: [MaintenanceCancelled, MaintenanceEnded],
  async run({ id }, ctx) {
    const now = ctx.now()
    let tiles: Service[] = []
    const cancelled = await ctx.write(async (tx) => {
      await lockRecording(tx)
      const row = await tx.deleteFrom('maintenance').where('id', '=', id).returningAll().executeTakeFirst()
      if (!row) return ctx.refuse('NOT_FOUND')
      const version = row.version + 1
      ctx.emit(MaintenanceCancelled, { maintenanceId: id, title: row.title, version })
      if (row.active_since) tellEnded(ctx, row, version + 1, now)
      tiles = await showAgain(tx, now)
      return { id }
    })
    await showTiles(ctx, tiles)
    return cancelled
  },
})
