import { AddApprovalRule, ApprovalRuleChanged } from '../../../contracts/request-rules.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { contradiction, sameName, taken, toRule } from './rule.ts'

export default defineFunction({
  name: 'requests.add-rule',
  summary: 'Adds a rule that approves what is asked for from then on.',
  domain: requests,
  on: AddApprovalRule,
  emits: [ApprovalRuleChanged],
  concurrency: { perKey: 'serial' },
  async run({ name, condition, enabled }, ctx) {
    const wrong = contradiction(condition)
    if (wrong) return ctx.refuse('INVALID', wrong)
    return ctx.write(async (tx) => {
      const other = await sameName(tx, name)
      if (other) return ctx.refuse('CONFLICT', taken(other.name))
      const id = ctx.meta.id
      const now = ctx.now()
      const row = await tx
        .insertInto('approval_rule')
        .values({ id, name, enabled, condition: JSON.stringify(condition), created_at: now, updated_at: now })
        .returningAll()
        .executeTakeFirstOrThrow()
      ctx.emit(ApprovalRuleChanged, { ruleId: id, name, change: 'added', enabled, version: 1 })
      return toRule(row, 0)
    })
  },
})
