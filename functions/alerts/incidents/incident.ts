import { ExplainService } from '../../../contracts/history.ts'
import { GetIncident } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { influencesOn } from './influences.ts'
import { entriesOf, findIncident } from './read.ts'

export default defineFunction({
  name: 'alerts.incident',
  summary: 'Gives an incident with its timeline and what was changed just before it.',
  domain: alerts,
  answers: GetIncident,
  calls: [ExplainService],
  async run({ id }, ctx) {
    const incident = await findIncident(ctx.db, id)
    if (!incident) return ctx.refuse('NOT_FOUND')
    const before = await influencesOn(incident, (input) => ctx.call(ExplainService, input))
    const timeline = [...before, ...(await entriesOf(ctx.db, id))].toSorted((a, b) => a.at.localeCompare(b.at))
    return { incident, timeline }
  },
})
