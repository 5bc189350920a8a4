import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { MaintenanceBegan } from '../../../contracts/maintenance.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from './engine.ts'
import { windowChanged } from './windows.ts'

export default defineFunction({
  name: 'alerts.on-maintenance-began',
  summary: 'What fails in a maintenance window raises nothing.',
  domain: alerts,
  on: MaintenanceBegan,
  concurrency: { perKey: 'serial' },
  emits: [AlertTransitioned, IncidentChanged],
  async run({ maintenanceId: id, at, monitorIds }, ctx) {
    await inEngine(ctx, null, (engine) => windowChanged(engine, { id, at: new Date(at), open: true, monitorIds }))
  },
})
