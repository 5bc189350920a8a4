import { CommentIssue } from '../../contracts/media-issues.ts'
import { SayOnIssue } from '../../contracts/request-delivery.ts'
import { defineFunction } from '../../bus/index.ts'
import { carryOut } from './carry-out.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.comment-issue',
  summary: 'Says something about a reported problem.',
  domain: requests,
  on: CommentIssue,
  calls: [SayOnIssue],
  async run(data, ctx) {
    const told = { commandId: ctx.meta.id, at: ctx.meta.time.toISOString(), ...data } as const
    return carryOut(ctx.call(SayOnIssue, told), CommentIssue.refusals, (code, message, details) =>
      ctx.refuse(code, message, details),
    )
  },
})
