import { OpenIssue } from '../../contracts/media-issues.ts'
import { ReportProblem } from '../../contracts/request-delivery.ts'
import { defineFunction } from '../../bus/index.ts'
import { carryOut } from './carry-out.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.open-issue',
  summary: 'Reports a problem with a title.',
  domain: requests,
  on: OpenIssue,
  calls: [ReportProblem],
  async run(data, ctx) {
    const told = { commandId: ctx.meta.id, at: ctx.meta.time.toISOString(), ...data } as const
    return carryOut(ctx.call(ReportProblem, told), OpenIssue.refusals, (code, message, details) =>
      ctx.refuse(code, message, details),
    )
  },
})
