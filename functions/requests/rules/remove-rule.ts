import { ApprovalRuleChanged, RemoveApprovalRule } from '../../../contracts/request-rules.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'

export default defineFunction({
  name: 'requests.remove-rule',
  summary: 'Removes a rule; what it approved stays approved.',
  domain: requests,
  on: RemoveApprovalRule,
  emits: [ApprovalRuleChanged],
  async run({ id }, ctx) {
    return ctx.write(async (tx) => {
      const gone = await tx.deleteFrom('approval_rule').where('id', '=', id).returningAll().executeTakeFirst()
      if (!gone) return ctx.refuse('NOT_FOUND')
      const version = Number(gone.version) + 1
      ctx.emit(ApprovalRuleChanged, { ruleId: id, name: gone.name, change: 'removed', enabled: false, version })
      return { id }
    })
  },
})
