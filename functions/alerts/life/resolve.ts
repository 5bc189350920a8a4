import { AlertTransitioned, ResolveAlert } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { resolved } from '../engine/life.ts'
import { turnByHand } from './turn.ts'

export default defineFunction({
  name: 'alerts.resolve',
  summary: 'Closes an alert by hand: what holds now raises nothing until it went away and happens anew.',
  domain: alerts,
  on: ResolveAlert,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ id, note }, ctx) {
    return inEngine(ctx, ctx.meta.actor, async (engine) => {
      const turned = await turnByHand(engine, id, (kept) => resolved(kept, engine.now, ctx.meta.actor), note)
      if (!turned) return ctx.refuse('NOT_FOUND')
      if ('refused' in turned) return ctx.refuse('CONFLICT', turned.refused)
      await engine.tx
        .updateTable('standing')
        .set({ muted: true })
        .where('subject_kind', '=', turned.subject.kind)
        .where('subject_id', '=', turned.subject.id)
        .execute()
      return turned
    })
  },
})
