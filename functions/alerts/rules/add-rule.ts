import { AddRule, AlertTransitioned, RuleChanged } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { toAlertRule } from '../engine/rule.ts'
import { findByName, putInForce, taken } from './in-force.ts'

export default defineFunction({
  name: 'alerts.add-rule',
  summary: 'Adds a rule; what it finds holding already counts from then on.',
  domain: alerts,
  on: AddRule,
  emits: [RuleChanged, AlertTransitioned, IncidentChanged],
  async run(rule, ctx) {
    return inEngine(ctx, ctx.meta.actor, async (engine) => {
      const other = await findByName(engine, rule.name)
      if (other) return ctx.refuse('CONFLICT', taken(other.name))
      const { id, now } = { id: ctx.meta.id, now: engine.now }
      const row = { id, ...rule, shipped: false, created_at: now, updated_at: now, version: 1 }
      await engine.tx.insertInto('rule').values(row).execute()
      ctx.emit(RuleChanged, { ruleId: id, name: rule.name, change: 'added', version: 1 })
      await putInForce(engine, row)
      return toAlertRule(row)
    })
  },
})
