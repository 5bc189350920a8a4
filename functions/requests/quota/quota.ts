import { GetOwnQuota } from '../../../contracts/media-requests.ts'
import { CurrentSettings } from '../../../contracts/settings.ts'
import { Settings } from '../../../contracts/settings-schema.ts'
import { GetStandings } from '../../../contracts/standing.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { standingOf } from '../outgoing/people.ts'
import { limitOf, QUOTA_DAYS, usedBy } from './count.ts'

export default defineFunction({
  name: 'requests.quota',
  summary: 'Says how many requests somebody has left this week.',
  domain: requests,
  answers: GetOwnQuota,
  calls: [GetStandings],
  async run(_input, ctx) {
    const { userId, role } = ctx.meta
    if (userId === null) return { limit: null, used: 0, remaining: null, days: QUOTA_DAYS }
    const [standing, current, used] = await Promise.all([
      standingOf(ctx, userId),
      ctx.state(CurrentSettings).get('current'),
      usedBy(ctx.db, userId, ctx.now()),
    ])
    const settings = current?.values ?? Settings.parse({})
    const limit = limitOf(standing?.quotas.requestsPerWeek ?? null, standing?.role ?? role, settings)
    const remaining = limit === null ? null : Math.max(0, limit - used.length)
    return { limit, used: used.length, remaining, days: QUOTA_DAYS }
  },
})
