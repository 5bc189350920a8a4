import { GetRequest } from '../../../contracts/media-requests.ts'
import { CurrentSettings } from '../../../contracts/settings.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { retryBudgetOf } from '../retry-budget.ts'
import { toRecord } from '../story/record.ts'
import { toTimeline } from './timeline.ts'

export default defineFunction({
  name: 'requests.request',
  summary: 'Gives one request with its timeline, to whoever made it and to admins.',
  domain: requests,
  answers: GetRequest,
  async run({ id }, ctx) {
    const viewer = { userId: ctx.meta.userId, role: ctx.meta.role }
    const row = await ctx.db.selectFrom('request').selectAll().where('id', '=', id).executeTakeFirst()
    const mine = row !== undefined && viewer.userId !== null && row.user_id === viewer.userId
    if (!row || (viewer.role !== 'admin' && !mine)) return ctx.refuse('NOT_FOUND')
    const [title, steps, approval, budget] = await Promise.all([
      ctx.db
        .selectFrom('media')
        .select(['title', 'artist', 'year', 'poster'])
        .where('media_type', '=', row.media_type)
        .where('media_id', '=', row.media_id)
        .executeTakeFirst(),
      ctx.db.selectFrom('step').selectAll().where('request_id', '=', id).execute(),
      ctx.db.selectFrom('rule_approval').select('rule_name').where('request_id', '=', id).executeTakeFirst(),
      retryBudgetOf(ctx.state(CurrentSettings)),
    ])
    return { ...toRecord(row, title, viewer, budget), timeline: toTimeline(steps, viewer, approval?.rule_name) }
  },
})
