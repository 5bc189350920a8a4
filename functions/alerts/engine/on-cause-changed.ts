import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { CauseChanged } from '../../../contracts/status.ts'
import { defineFunction, RetryAfter } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from './engine.ts'
import { waitsForItsTurn } from './order.ts'
import { servicesChanged } from './services.ts'
import { findSubject, type Subject } from './subjects.ts'

type Changed = (typeof CauseChanged.schema)['_output']

/** Whether it is one of an earlier state, or older than what is known. */
const isKnown = (known: Subject, { step, change, version }: Changed): boolean =>
  step === undefined ? change < known.change || version <= known.cause_version : step <= known.step

export default defineFunction({
  name: 'alerts.on-cause-changed',
  summary: 'Puts the failure of a service down to another one, or lets it count for itself again.',
  domain: alerts,
  on: CauseChanged,
  concurrency: { perProcess: 4, perKey: 'serial' },
  emits: [AlertTransitioned, IncidentChanged],
  async run(data, ctx) {
    const waits = await waitsForItsTurn(ctx, await findSubject(ctx.db, data.monitorId), data, { follows: data.change })
    if (waits !== null) throw new RetryAfter(waits)
    await inEngine(ctx, null, async (engine) => {
      const known = await findSubject(engine.tx, data.monitorId)
      if (!known || known.removed_at || isKnown(known, data)) return
      const cause = {
        because_of: data.becauseOf?.id ?? null,
        because_of_name: data.becauseOf?.name ?? null,
        // in the place of a change of state that was waited for in vain
        ...(data.change > known.change ? { status: data.status, since: new Date(data.at), change: data.change } : {}),
        cause_version: data.version,
        step: data.step ?? known.step,
        error: data.error,
        differs_since: null,
      }
      await servicesChanged(engine, [{ ...known, ...cause }], new Date(data.at))
    })
  },
})
