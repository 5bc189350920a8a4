import { GetPublicStatus, ListPublicIncidents, type PublicIncident } from '../../../contracts/status-page.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { uptimeByDay } from './days.ts'
import { plannedFor } from './planned.ts'
import { stateOf, stateOfAll } from './public-state.ts'
import { openPage, type Shown, shownBy } from './shown.ts'

export default defineFunction({
  name: 'status.public',
  summary: 'Gives what strangers may see: the chosen groups, planned maintenance and published incidents.',
  domain: status,
  answers: GetPublicStatus,
  calls: [ListPublicIncidents],
  async run(_input, ctx) {
    const page = await openPage(ctx.db)
    if (!page) return ctx.refuse('NOT_FOUND')
    const now = ctx.now()
    const shown = await shownBy(ctx.db, page)
    const ids = shown.map(({ id }) => id)
    const names = new Set(shown.map(({ name }) => name))
    const [uptime, maintenance, incidents] = await Promise.all([
      uptimeByDay(ctx.db, ids, now),
      plannedFor(ctx.db, shown, now),
      ctx.call(ListPublicIncidents, { services: ids }).then(
        ({ items }) => items.map((item) => onlyNaming(names, item)),
        (error: unknown) => {
          ctx.log.debug({ err: error }, 'The public page goes without incidents: they cannot be had just now.')
          return null
        },
      ),
    ])
    const toService = (row: Shown) => ({
      name: row.name,
      status: stateOf(row),
      since: row.since?.toISOString() ?? null,
      responseTimeMs: page.response_times ? row.response_time_ms : null,
      ...(uptime.get(row.id) ?? { uptimePercentage: null, days: [] }),
    })
    const groups = page.groups.flatMap((name) => {
      const services = shown.filter((row) => (row.group_name ?? '') === name).map(toService)
      // a chosen group that is empty by now says nothing
      return services.length === 0 ? [] : [{ name, status: stateOfAll(services.map((one) => one.status)), services }]
    })
    return {
      title: page.title,
      description: page.description,
      status: stateOfAll(groups.map((group) => group.status)),
      at: now.toISOString(),
      groups,
      incidents,
      maintenance,
    }
  },
})

/** Whatever an incident names: only what stands on the page. */
const onlyNaming = (names: ReadonlySet<string>, incident: PublicIncident): PublicIncident => ({
  ...incident,
  services: incident.services.filter((name) => names.has(name)),
})
