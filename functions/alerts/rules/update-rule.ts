import { isDeepStrictEqual } from 'node:util'
import { AlertTransitioned, RuleChanged, UpdateRule } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { toAlertRule, toRule } from '../engine/rule.ts'
import { amend, findByName, putInForce, taken, withdraw } from './in-force.ts'

export default defineFunction({
  name: 'alerts.update-rule',
  summary: 'Replaces a rule; with another condition it begins anew.',
  domain: alerts,
  on: UpdateRule,
  emits: [RuleChanged, AlertTransitioned, IncidentChanged],
  async run({ id, ...rule }, ctx) {
    return inEngine(ctx, ctx.meta.actor, async (engine) => {
      const { tx, now } = engine
      const before = await tx.selectFrom('rule').selectAll().where('id', '=', id).executeTakeFirst()
      if (!before) return ctx.refuse('NOT_FOUND')
      const other = await findByName(engine, rule.name)
      if (other && other.id !== id) return ctx.refuse('CONFLICT', taken(other.name))
      const row = { ...before, ...rule, updated_at: now, version: before.version + 1 }
      const { id: _own, ...change } = row
      await tx.updateTable('rule').set(change).where('id', '=', id).execute()
      ctx.emit(RuleChanged, { ruleId: id, name: rule.name, change: 'updated', version: row.version })
      const same = row.enabled && before.enabled && isDeepStrictEqual(toRule(before)?.condition, toRule(row)?.condition)
      if (same) await amend(engine, row)
      else {
        await withdraw(engine, id)
        await putInForce(engine, row)
      }
      return toAlertRule(row)
    })
  },
})
