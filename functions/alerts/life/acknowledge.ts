import { AcknowledgeAlert, AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { acknowledged } from '../engine/life.ts'
import { turnByHand } from './turn.ts'

export default defineFunction({
  name: 'alerts.acknowledge',
  summary: 'Says that somebody looks after an alert.',
  domain: alerts,
  on: AcknowledgeAlert,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ id, note }, ctx) {
    return inEngine(ctx, ctx.meta.actor, async (engine) => {
      const turned = await turnByHand(engine, id, (kept) => acknowledged(kept, engine.now, ctx.meta.actor), note)
      if (!turned) return ctx.refuse('NOT_FOUND')
      return 'refused' in turned ? ctx.refuse('CONFLICT', turned.refused) : turned
    })
  },
})
