import { IssueMoved } from '../../contracts/media-issues.ts'
import { RequestMoved, UpstreamTurned } from '../../contracts/media-requests.ts'
import { SayOnIssue } from '../../contracts/request-delivery.ts'
import { GetConnection } from '../../contracts/services.ts'
import { GetStandings } from '../../contracts/standing.ts'
import { defineFunction, derivedId } from '../../bus/index.ts'
import { requests } from './domain.ts'
import { tellIssue, visibleIssue } from './outgoing/tell-issue.ts'
import { type Announcing, mayDecide } from './outgoing/told.ts'

export default defineFunction({
  name: 'requests.say',
  summary: 'Says something about a reported problem, here and at Seerr.',
  domain: requests,
  acts: SayOnIssue,
  emits: [RequestMoved, IssueMoved, UpstreamTurned],
  calls: [GetConnection, GetStandings],
  async run({ commandId, at, id, message }, ctx) {
    const commentId = derivedId('requests.say', commandId)
    const announcing: Announcing = {
      moved: (moved) => ctx.emit(RequestMoved, moved),
      issue: (moved) => ctx.emit(IssueMoved, moved),
      turned: (turned) => ctx.emit(UpstreamTurned, turned),
    }
    const { userId, username } = ctx.meta
    await tellIssue(
      ctx,
      {
        commandId,
        at,
        kind: 'comment-issue',
        body: { at, message, commentId, isAdmin: mayDecide(ctx.meta) },
        about: `issue ${id}`,
        async prepare(tx) {
          const issue = await visibleIssue(tx, ctx, id)
          const made = await tx
            .insertInto('issue_comment')
            .values({
              id: commentId,
              issue_id: id,
              user_id: userId,
              name: username,
              sealed_message: ctx.seal(message),
              at: new Date(at),
            })
            .onConflict((oc) => oc.doNothing())
            .returning('id')
            .executeTakeFirst()
          return { issue, told: made === undefined }
        },
      },
      announcing,
    )
    const row = await ctx.db.selectFrom('issue_comment').selectAll().where('id', '=', commentId).executeTakeFirst()
    if (!row) return ctx.refuse('CONFLICT')
    const by = { id: row.user_id, name: row.name ?? 'Somebody' }
    const waiting = row.seerr_id === null
    return { id: row.id, by, mine: true, message, at: row.at.toISOString(), waiting }
  },
})
