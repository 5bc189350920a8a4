import { IssueMoved } from '../../contracts/media-issues.ts'
import { RequestMoved, UpstreamTurned } from '../../contracts/media-requests.ts'
import { ReportProblem } from '../../contracts/request-delivery.ts'
import { GetConnection } from '../../contracts/services.ts'
import { GetStandings } from '../../contracts/standing.ts'
import { defineFunction, derivedId } from '../../bus/index.ts'
import { requests } from './domain.ts'
import { shownIssue, tellIssue } from './outgoing/tell-issue.ts'
import type { Announcing } from './outgoing/told.ts'

export default defineFunction({
  name: 'requests.report',
  summary: 'Reports a problem here and at Seerr.',
  domain: requests,
  acts: ReportProblem,
  emits: [RequestMoved, IssueMoved, UpstreamTurned],
  calls: [GetConnection, GetStandings],
  async run({ commandId, at, mediaType, tmdbId, kind, message, season, episode }, ctx) {
    if (mediaType === 'movie' && (season !== undefined || episode !== undefined))
      return ctx.refuse('INVALID', 'A film has no seasons.')
    if (episode !== undefined && season === undefined) return ctx.refuse('INVALID', 'Say of which season.')
    const id = derivedId('requests.report', commandId)
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
        kind: 'open-issue',
        body: { at, message },
        about: `issue ${mediaType} ${tmdbId}`,
        async prepare(tx) {
          const known = await tx.selectFrom('issue').selectAll().where('id', '=', id).executeTakeFirst()
          if (known) return { issue: known, told: true }
          const media = tx
            .selectFrom('media')
            .select('title')
            .where('media_type', '=', mediaType)
            .where('media_id', '=', String(tmdbId))
          const issue = await tx
            .insertInto('issue')
            .values({
              id,
              kind,
              status: 'open',
              media_type: mediaType,
              media_id: String(tmdbId),
              title: (await media.executeTakeFirst())?.title ?? null,
              season: season ?? null,
              episode: episode ?? null,
              sealed_message: ctx.seal(message),
              user_id: userId,
              reported_by: username,
              version: '0',
              created_at: new Date(at),
              updated_at: new Date(at),
            })
            .returningAll()
            .executeTakeFirstOrThrow()
          return { issue, told: false }
        },
      },
      announcing,
    )
    return shownIssue(ctx, id)
  },
})
