import { ListApprovalRules } from '../../../contracts/request-rules.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { approvedBy, rulesByName, toRule } from './rule.ts'

export default defineFunction({
  name: 'requests.rules',
  summary: 'Gives the rules by which requests are approved.',
  domain: requests,
  answers: ListApprovalRules,
  async run(_input, ctx) {
    const [rows, approved] = await Promise.all([rulesByName(ctx.db), approvedBy(ctx.db)])
    return { items: rows.map((row) => toRule(row, approved.get(row.id) ?? 0)), nextCursor: null }
  },
})
