import { sql } from 'kysely'
import {
  ChangeMaintenance,
  MaintenanceBegan,
  MaintenanceEnded,
  MaintenancePlanned,
} from '../../../contracts/maintenance.ts'
import type { Service } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { showTiles } from '../board.ts'
import { status } from '../domain.ts'
import { lockRecording } from '../record.ts'
import { wrongWith } from './check-plan.ts'
import { columnsOf, toMaintenance } from './maintenance-row.ts'
import { openAndClose } from './open-and-close.ts'

export default defineFunction({
  name: 'status.change-maintenance',
  summary: 'Replaces a maintenance window, and opens or closes it at once where that follows.',
  domain: status,
  on: ChangeMaintenance,
  emits: [MaintenancePlanned, MaintenanceBegan, MaintenanceEnded],
  async run({ id, ...plan }, ctx) {
    const now = ctx.now()
    const wrong = wrongWith(plan, now)
    if (wrong) return ctx.refuse('INVALID', wrong.message, { issues: [wrong] })
    let tiles: Service[] = []
    const changed = await ctx.write(async (tx) => {
      await lockRecording(tx)
      const row = await tx
        .updateTable('maintenance')
        .set({ ...columnsOf(plan, now), version: sql<number>`version + 1` })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      if (!row) return ctx.refuse('NOT_FOUND')
      const { title, version, cron } = row
      const startsAt = row.starts_at?.toISOString() ?? null
      ctx.emit(MaintenancePlanned, { maintenanceId: id, title, version, startsAt, cron })
      tiles = await openAndClose(tx, now, ctx)
      const stands = await tx.selectFrom('maintenance').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      return toMaintenance(stands, now)
    })
    await showTiles(ctx, tiles)
    return changed
  },
})
