import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { StatusChanged } from '../../../contracts/status.ts'
import { defineFunction, RetryAfter } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { type Engine, inEngine } from './engine.ts'
import { waitsForItsTurn } from './order.ts'
import { servicesChanged } from './services.ts'
import { findSubject, type Subject } from './subjects.ts'

/** Of a service that nobody told of yet, something earlier may still come. */
const STRANGER_MS = 3000

type Changed = (typeof StatusChanged.schema)['_output']

/** The service as it stands from then on; null for what is known already. */
export async function afterChange(engine: Engine, known: Subject | undefined, data: Changed): Promise<Subject | null> {
  const at = new Date(data.at)
  if (known?.removed_at) return null
  if (known && isKnown(known, data)) return null
  const inOrder = data.step !== undefined
  const hearsCause = data.becauseOf !== undefined && (inOrder || data.version > (known?.cause_version ?? -1))
  const cause = hearsCause ? data.becauseOf : null
  return {
    id: data.monitorId,
    name: known?.name ?? data.name,
    group_name: data.group === undefined || known ? (known?.group_name ?? null) : data.group,
    status: data.status,
    since: at,
    error: data.error,
    because_of: hearsCause ? (cause?.id ?? null) : (known?.because_of ?? null),
    because_of_name: hearsCause ? (cause?.name ?? null) : (known?.because_of_name ?? null),
    windows: await windowsAt(engine, known?.windows ?? [], data.maintenanceId ?? null, at),
    change: data.change ?? (known?.change ?? 0) + 1,
    step: data.step ?? known?.step ?? 0,
    cause_version: hearsCause ? data.version : (known?.cause_version ?? 0),
    settings_version: known?.settings_version ?? 0,
    seen_at: known?.seen_at ?? at,
    differs_since: null,
    removed_at: null,
  }
}

function isKnown(known: Subject, { step, change, at }: Changed): boolean {
  if (step !== undefined) return step <= known.step
  return change === undefined ? new Date(at) <= known.seen_at : change <= known.change
}

/** With the window that it happened in, unless that is known to have ended since. */
async function windowsAt(engine: Engine, windows: string[], own: string | null, at: Date): Promise<string[]> {
  if (own === null || windows.includes(own)) return windows
  const window = await engine.tx.selectFrom('maintenance_window').selectAll().where('id', '=', own).executeTakeFirst()
  return window && !window.open && window.at >= at ? windows : [...windows, own]
}

export default defineFunction({
  name: 'alerts.on-status-changed',
  summary: 'Judges a change of state: alerts that it raises and ends, incidents that it belongs to.',
  domain: alerts,
  on: StatusChanged,
  concurrency: { perProcess: 4, perKey: 'serial' },
  emits: [AlertTransitioned, IncidentChanged],
  async run(data, ctx) {
    const waits = await waitsForItsTurn(ctx, await findSubject(ctx.db, data.monitorId), data, {
      follows: (data.change ?? 1) - 1,
      strangerMs: STRANGER_MS,
    })
    if (waits !== null) throw new RetryAfter(waits)
    await inEngine(ctx, null, async (engine) => {
      const subject = await afterChange(engine, await findSubject(engine.tx, data.monitorId), data)
      if (!subject) return
      await engine.tx.deleteFrom('sighting').where('id', '=', subject.id).execute()
      await servicesChanged(engine, [subject], new Date(data.at))
    })
  },
})
