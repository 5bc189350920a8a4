import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { MaintenanceEnded } from '../../../contracts/maintenance.ts'
import { defineFunction, RetryAfter } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from './engine.ts'
import { waitsFor } from './patience.ts'
import { windowChanged } from './windows.ts'

/** Its beginning may still be under way; taken for older than its end, that would excuse nothing. */
const BEGAN_MS = 3000

export default defineFunction({
  name: 'alerts.on-maintenance-ended',
  summary: 'What still fails when a maintenance window closes counts from then on.',
  domain: alerts,
  on: MaintenanceEnded,
  concurrency: { perKey: 'serial' },
  emits: [AlertTransitioned, IncidentChanged],
  async run({ maintenanceId: id, at, monitorIds }, ctx) {
    const known = await ctx.db.selectFrom('maintenance_window').select('open').where('id', '=', id).executeTakeFirst()
    const waits = known?.open ? null : waitsFor(ctx.meta.id, BEGAN_MS)
    if (waits !== null) throw new RetryAfter(waits)
    await inEngine(ctx, null, (engine) => windowChanged(engine, { id, at: new Date(at), open: false, monitorIds }))
  },
})
