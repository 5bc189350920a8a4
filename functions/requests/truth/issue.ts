import { GetIssue } from '../../../contracts/media-issues.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { toIssue } from './issue-record.ts'
import { issueRows } from './issue-rows.ts'

export default defineFunction({
  name: 'requests.issue',
  summary: 'Shows a reported problem with what was said about it.',
  domain: requests,
  answers: GetIssue,
  async run({ id }, ctx) {
    const { userId, role } = ctx.meta
    const isAdmin = role === 'admin'
    if (!isAdmin && userId === null) return ctx.refuse('NOT_FOUND')
    const row = await issueRows(ctx.db, isAdmin ? null : userId)
      .where('issue.id', '=', id)
      .executeTakeFirst()
    if (!row) return ctx.refuse('NOT_FOUND')
    const said = await ctx.db
      .selectFrom('issue_comment')
      .selectAll()
      .where('issue_id', '=', id)
      .orderBy('at')
      .orderBy('seerr_id')
      .execute()
    return {
      ...toIssue(row, ctx.open(row.sealed_message), { ...row, title: row.known_title }, { userId, role }),
      discussion: said.map((comment) => ({
        id: comment.id,
        by: { id: comment.user_id, name: comment.name ?? 'Somebody' },
        mine: userId !== null && comment.user_id === userId,
        message: ctx.open(comment.sealed_message),
        at: comment.at.toISOString(),
        waiting: comment.seerr_id === null,
      })),
    }
  },
})
