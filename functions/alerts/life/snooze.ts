import { AlertTransitioned, SnoozeAlert } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { snoozed } from '../engine/life.ts'
import { turnByHand } from './turn.ts'

export default defineFunction({
  name: 'alerts.snooze',
  summary: 'Has an alert quiet for a while; it comes back if it still holds then.',
  domain: alerts,
  on: SnoozeAlert,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ id, minutes }, ctx) {
    return inEngine(ctx, ctx.meta.actor, async (engine) => {
      const until = new Date(engine.now.getTime() + minutes * 60_000)
      const turned = await turnByHand(engine, id, (kept) => snoozed(kept, until))
      if (!turned) return ctx.refuse('NOT_FOUND')
      return 'refused' in turned ? ctx.refuse('CONFLICT', turned.refused) : turned
    })
  },
})
