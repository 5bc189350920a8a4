import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { MonitorUpdated } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from './engine.ts'
import { servicesChanged } from './services.ts'
import { findSubject } from './subjects.ts'

export default defineFunction({
  name: 'alerts.on-monitor-updated',
  summary: 'Follows name and group of a service, and which rules watch it by them.',
  domain: alerts,
  on: MonitorUpdated,
  concurrency: { perKey: 'serial' },
  emits: [AlertTransitioned, IncidentChanged],
  async run({ monitorId, name, group, version }, ctx) {
    await inEngine(ctx, null, async (engine) => {
      const known = await findSubject(engine.tx, monitorId)
      if (!known || known.removed_at || version <= known.settings_version) return
      const settings = { name, group_name: group, settings_version: version }
      if (known.name === name && known.group_name === group)
        await engine.tx.updateTable('subject').set(settings).where('id', '=', monitorId).execute()
      else await servicesChanged(engine, [{ ...known, ...settings }], ctx.meta.time)
    })
  },
})
