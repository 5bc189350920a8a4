import {
  MaintenanceBegan,
  MaintenanceEnded,
  MaintenancePlanned,
  PlanMaintenance,
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
  name: 'status.plan-maintenance',
  summary: 'Plans a maintenance window, and opens it at once where it has begun.',
  domain: status,
  on: PlanMaintenance,
  emits: [MaintenancePlanned, MaintenanceBegan, MaintenanceEnded],
  async run(plan, ctx) {
    const now = ctx.now()
    const wrong = wrongWith(plan, now)
    if (wrong) return ctx.refuse('INVALID', wrong.message, { issues: [wrong] })
    if (plan.endsAt != null && Date.parse(plan.endsAt) <= now.getTime()) {
      const over = { path: 'endsAt', message: 'It is over already: choose an end in the future.' }
      return ctx.refuse('INVALID', over.message, { issues: [over] })
    }
    let tiles: Service[] = []
    const planned = await ctx.write(async (tx) => {
      await lockRecording(tx)
      // the command's own id: who hears 202 knows what to look for
      const row = { id: ctx.meta.id, ...columnsOf(plan, now), created_at: now, version: 1 }
      await tx.insertInto('maintenance').values(row).execute()
      const { id: maintenanceId, title, version, cron } = row
      const startsAt = row.starts_at?.toISOString() ?? null
      ctx.emit(MaintenancePlanned, { maintenanceId, title, version, startsAt, cron })
      tiles = await openAndClose(tx, now, ctx)
      const stands = await tx.selectFrom('maintenance').selectAll().where('id', '=', row.id).executeTakeFirstOrThrow()
      return toMaintenance(stands, now)
    })
    await showTiles(ctx, tiles)
    return planned
  },
})
