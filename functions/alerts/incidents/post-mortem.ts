import { GetNames } from '../../../contracts/auth.ts'
import { ExplainService } from '../../../contracts/history.ts'
import { GetPostMortem } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { influencesOn } from './influences.ts'
import { postMortem } from './markdown.ts'
import { entriesOf, findIncident } from './read.ts'

const USER = 'user:'

export default defineFunction({
  name: 'alerts.post-mortem',
  summary: 'Writes an incident down as a post-mortem in Markdown.',
  domain: alerts,
  answers: GetPostMortem,
  calls: [ExplainService, GetNames],
  async run({ id }, ctx) {
    const incident = await findIncident(ctx.db, id)
    if (!incident) return ctx.refuse('NOT_FOUND')
    const before = await influencesOn(incident, (input) => ctx.call(ExplainService, input))
    const timeline = [...before, ...(await entriesOf(ctx.db, id))].toSorted((a, b) => a.at.localeCompare(b.at))
    const ids = new Set(timeline.flatMap(({ actor }) => (actor?.startsWith(USER) ? [actor.slice(USER.length)] : [])))
    const known = ids.size === 0 ? null : await ctx.call(GetNames, { ids: [...ids].slice(0, 500) }).catch(() => null)
    const names = new Map(known?.items.map((user) => [`${USER}${user.id}`, user.username]))
    const nameOf = (actor: string): string => names.get(actor) ?? (actor.startsWith(USER) ? 'somebody' : actor)
    const slug = incident.title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60)
    return {
      name: `${incident.startedAt.slice(0, 10)}-${slug || 'incident'}.md`,
      markdown: postMortem(incident, timeline, ctx.now(), nameOf),
    }
  },
})
