import { ReopenIssue } from '../../contracts/media-issues.ts'
import { TurnIssue } from '../../contracts/request-delivery.ts'
import { defineFunction } from '../../bus/index.ts'
import { carryOut } from './carry-out.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.reopen-issue',
  summary: 'Reports a resolved problem again.',
  domain: requests,
  on: ReopenIssue,
  calls: [TurnIssue],
  async run(data, ctx) {
    const told = { commandId: ctx.meta.id, at: ctx.meta.time.toISOString(), ...data, to: 'open' } as const
    return carryOut(ctx.call(TurnIssue, told), ReopenIssue.refusals, (code, message, details) =>
      ctx.refuse(code, message, details),
    )
  },
})
