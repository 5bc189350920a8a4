import { ListPublicIncidents } from '../../../contracts/status-page.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { entriesOf, toIncidents } from './read.ts'

const DAYS_MS = 90 * 86_400_000
const MOST = 200

export default defineFunction({
  name: 'alerts.public-incidents',
  summary: 'Gives what strangers may know of incidents: published ones, public notes, names that are shown anyway.',
  domain: alerts,
  answers: ListPublicIncidents,
  async run({ services }, ctx) {
    const shown = new Set(services)
    const rows = await ctx.db
      .selectFrom('incident')
      .selectAll()
      .where('published', '=', true)
      .where('started_at', '>', new Date(ctx.now().getTime() - DAYS_MS))
      .orderBy('started_at', 'desc')
      .limit(MOST)
      .execute()
    const incidents = await toIncidents(ctx.db, rows)
    const items = await Promise.all(
      incidents.map(async ({ id, title, state, startedAt, resolvedAt, affected, root }) => ({
        id,
        // a title that the alert wrote names its service
        title: root && !shown.has(root.id) && title.includes(root.name) ? 'A disturbance' : title,
        state,
        startedAt,
        resolvedAt,
        services: [...new Set(affected.filter((one) => shown.has(one.id)).map(({ name }) => name))],
        notes: (await entriesOf(ctx.db, id))
          .filter((entry) => entry.kind === 'note' && entry.public)
          .map(({ at, text }) => ({ at, text })),
      })),
    )
    return { items }
  },
})
