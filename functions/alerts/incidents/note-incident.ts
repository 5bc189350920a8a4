import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged, NoteIncident } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { addEntry } from '../engine/timeline.ts'

export default defineFunction({
  name: 'alerts.note-incident',
  summary: 'Adds a note to an incident.',
  domain: alerts,
  on: NoteIncident,
  emits: [IncidentChanged, AlertTransitioned],
  async run({ id, text, public: isPublic }, ctx) {
    return inEngine(ctx, ctx.meta.actor, async (engine) => {
      const { tx, now: at, actor } = engine
      const there = await tx.selectFrom('incident').select('id').where('id', '=', id).executeTakeFirst()
      if (!there) return ctx.refuse('NOT_FOUND')
      const about = ctx.meta.id
      const entryId = await addEntry(engine, id, { at, kind: 'note', text, about, actor, public: isPublic })
      return { id: entryId, at: at.toISOString(), kind: 'note' as const, text, actor, public: isPublic }
    })
  },
})
