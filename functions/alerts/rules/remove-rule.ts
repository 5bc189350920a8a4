import { AlertTransitioned, RemoveRule, RuleChanged } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { withdraw } from './in-force.ts'

export default defineFunction({
  name: 'alerts.remove-rule',
  summary: 'Removes a rule and resolves the alerts that only it held up.',
  domain: alerts,
  on: RemoveRule,
  emits: [RuleChanged, AlertTransitioned, IncidentChanged],
  async run({ id }, ctx) {
    return inEngine(ctx, ctx.meta.actor, async (engine) => {
      const gone = await engine.tx
        .deleteFrom('rule')
        .where('id', '=', id)
        .returning(['name', 'version'])
        .executeTakeFirst()
      if (!gone) return ctx.refuse('NOT_FOUND')
      ctx.emit(RuleChanged, { ruleId: id, name: gone.name, change: 'removed', version: gone.version + 1 })
      await withdraw(engine, id)
      return { id }
    })
  },
})
