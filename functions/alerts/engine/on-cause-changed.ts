import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { CauseChanged } from '../../../contracts/status.ts'
import { defineFunction, RetryAfter } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from './engine.ts'
import { waitsFor } from './patience.ts'
import { servicesChanged } from './services.ts'
import { findSubject } from './subjects.ts'

/** The change of state that it is about may still be under way. */
const GAP_MS = 30_000

export default defineFunction({
  name: 'alerts.on-cause-changed',
  summary: 'Puts the failure of a service down to another one, or lets it count for itself again.',
  domain: alerts,
  on: CauseChanged,
  concurrency: { perProcess: 4, perKey: 'serial' },
  emits: [AlertTransitioned, IncidentChanged],
  async run(data, ctx) {
    const before = await findSubject(ctx.db, data.monitorId)
    const missing = !before?.removed_at && (before?.change ?? 0) < data.change
    const waits = missing ? waitsFor(ctx.meta.id, GAP_MS) : null
    if (waits !== null) throw new RetryAfter(waits)
    await inEngine(ctx, null, async (engine) => {
      const known = await findSubject(engine.tx, data.monitorId)
      // one of an earlier state, or older than what is known
      if (!known || known.removed_at || data.change < known.change || data.version <= known.cause_version) return
      const cause = {
        because_of: data.becauseOf?.id ?? null,
        because_of_name: data.becauseOf?.name ?? null,
        cause_version: data.version,
        error: data.error,
        differs_since: null,
      }
      await servicesChanged(engine, [{ ...known, ...cause }], new Date(data.at))
    })
  },
})
