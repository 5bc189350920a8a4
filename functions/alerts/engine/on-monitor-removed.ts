import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { MonitorRemoved } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from './engine.ts'
import { serviceRemoved } from './services.ts'
import { findSubject } from './subjects.ts'

export default defineFunction({
  name: 'alerts.on-monitor-removed',
  summary: 'Resolves what was about a service that is gone.',
  domain: alerts,
  on: MonitorRemoved,
  concurrency: { perKey: 'serial' },
  emits: [AlertTransitioned, IncidentChanged],
  async run({ monitorId, name, version }, ctx) {
    await inEngine(ctx, null, async (engine) => {
      const known = await findSubject(engine.tx, monitorId)
      if (known) return known.removed_at ? undefined : serviceRemoved(engine, known)
      // what is still under way about it finds it removed
      await engine.tx
        .insertInto('subject')
        .values({
          id: monitorId,
          name,
          group_name: null,
          status: 'unknown',
          since: null,
          error: null,
          because_of: null,
          because_of_name: null,
          windows: [],
          change: 0,
          step: 0,
          cause_version: 0,
          settings_version: version,
          seen_at: engine.now,
          differs_since: null,
          removed_at: engine.now,
        })
        .execute()
    })
  },
})
