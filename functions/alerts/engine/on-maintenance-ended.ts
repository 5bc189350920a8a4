import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { MaintenanceEnded } from '../../../contracts/maintenance.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from './engine.ts'
import { windowChanged } from './windows.ts'

export default defineFunction({
  name: 'alerts.on-maintenance-ended',
  summary: 'What still fails when a maintenance window closes counts from then on.',
  domain: alerts,
  on: MaintenanceEnded,
  concurrency: { perKey: 'serial' },
  emits: [AlertTransitioned, IncidentChanged],
  async run({ maintenanceId: id, at, monitorIds }, ctx) {
    await inEngine(ctx, null, (engine) => windowChanged(engine, { id, at: new Date(at), open: false, monitorIds }))
  },
})
