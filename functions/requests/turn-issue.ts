import { IssueMoved } from '../../contracts/media-issues.ts'
import { RequestMoved, UpstreamTurned } from '../../contracts/media-requests.ts'
import { TurnIssue } from '../../contracts/request-delivery.ts'
import { GetConnection } from '../../contracts/services.ts'
import { GetStandings } from '../../contracts/standing.ts'
import { defineFunction } from '../../bus/index.ts'
import { requests } from './domain.ts'
import { shownIssue, tellIssue, visibleIssue } from './outgoing/tell-issue.ts'
import { type Announcing, mayDecide } from './outgoing/told.ts'

export default defineFunction({
  name: 'requests.turn-issue',
  summary: 'Resolves or reopens a reported problem, here and at Seerr.',
  domain: requests,
  acts: TurnIssue,
  emits: [RequestMoved, IssueMoved, UpstreamTurned],
  calls: [GetConnection, GetStandings],
  async run({ commandId, at, id, to }, ctx) {
    const announcing: Announcing = {
      moved: (moved) => ctx.emit(RequestMoved, moved),
      issue: (moved) => ctx.emit(IssueMoved, moved),
      turned: (turned) => ctx.emit(UpstreamTurned, turned),
    }
    await tellIssue(
      ctx,
      {
        commandId,
        at,
        kind: to === 'resolved' ? 'resolve-issue' : 'reopen-issue',
        body: { at, asOwner: mayDecide(ctx.meta) },
        about: `issue ${id}`,
        async prepare(tx) {
          const issue = await visibleIssue(tx, ctx, id)
          // as it is to be already, which it is also when this was told before
          return { issue, told: issue.status === to }
        },
      },
      announcing,
    )
    return shownIssue(ctx, id)
  },
})
