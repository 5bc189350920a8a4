import { ResolveIssue } from '../../contracts/media-issues.ts'
import { TurnIssue } from '../../contracts/request-delivery.ts'
import { defineFunction } from '../../bus/index.ts'
import { carryOut } from './carry-out.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.resolve-issue',
  summary: 'Marks a reported problem as resolved.',
  domain: requests,
  on: ResolveIssue,
  calls: [TurnIssue],
  async run(data, ctx) {
    const told = { commandId: ctx.meta.id, at: ctx.meta.time.toISOString(), ...data, to: 'resolved' } as const
    return carryOut(ctx.call(TurnIssue, told), ResolveIssue.refusals, (code, message, details) =>
      ctx.refuse(code, message, details),
    )
  },
})
