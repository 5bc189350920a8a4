import { ApprovalRuleChanged, UpdateApprovalRule } from '../../../contracts/request-rules.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { approvedBy, contradiction, sameName, taken, toRule } from './rule.ts'

export default defineFunction({
  name: 'requests.update-rule',
  summary: 'Changes a rule; what it approved stays approved.',
  domain: requests,
  on: UpdateApprovalRule,
  emits: [ApprovalRuleChanged],
  async run({ id, name, condition, enabled }, ctx) {
    const wrong = condition && contradiction(condition)
    if (wrong) return ctx.refuse('INVALID', wrong)
    return ctx.write(async (tx) => {
      const before = await tx
        .selectFrom('approval_rule')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
      if (!before) return ctx.refuse('NOT_FOUND')
      const other = name === undefined ? undefined : await sameName(tx, name, id)
      if (other) return ctx.refuse('CONFLICT', taken(other.name))
      const row = await tx
        .updateTable('approval_rule')
        .set({
          name: name ?? before.name,
          condition: JSON.stringify(condition ?? before.condition),
          enabled: enabled ?? before.enabled,
          version: String(Number(before.version) + 1),
          updated_at: ctx.now(),
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow()
      const version = Number(row.version)
      ctx.emit(ApprovalRuleChanged, { ruleId: id, name: row.name, change: 'updated', enabled: row.enabled, version })
      return toRule(row, (await approvedBy(tx)).get(id) ?? 0)
    })
  },
})
