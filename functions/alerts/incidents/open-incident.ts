import { IncidentChanged, OpenIncident } from '../../../contracts/incidents.ts'
import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine, touch } from '../engine/engine.ts'
import { addEntry } from '../engine/timeline.ts'
import { findSubject } from '../engine/subjects.ts'
import { findIncident } from './read.ts'

export default defineFunction({
  name: 'alerts.open-incident',
  summary: 'Opens an incident by hand.',
  domain: alerts,
  on: OpenIncident,
  emits: [IncidentChanged, AlertTransitioned],
  async run({ title, severity, serviceIds, published, note }, ctx) {
    return inEngine(ctx, ctx.meta.actor, async (engine) => {
      const { tx, now, actor } = engine
      const { id } = ctx.meta
      await tx
        .insertInto('incident')
        .values({
          id,
          title,
          severity,
          state: 'open',
          started_at: now,
          resolved_at: null,
          root_id: null,
          root_name: null,
          automatic: false,
          published,
          version: 0,
        })
        .execute()
      for (const serviceId of new Set(serviceIds)) {
        const subject = await findSubject(tx, serviceId)
        if (!subject || subject.removed_at) continue
        await tx
          .insertInto('incident_affected')
          .values({ incident_id: id, subject_id: serviceId, name: subject.name, since: now, until: null })
          .execute()
      }
      await touch(engine, id, 'opened')
      if (note)
        await addEntry(engine, id, { at: now, kind: 'note', text: note, about: 'first', actor, public: published })
      return (await findIncident(tx, id))!
    })
  },
})
