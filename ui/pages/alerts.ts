import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { useLeadOn } from '../parts/use-lead-on.ts'
import type { Alert } from '../../contracts/alerts.ts'
import type { Incident } from '../../contracts/incidents.ts'
import { api } from '../api.ts'
import { go, place, withQuery } from '../router.ts'
import { isAdmin } from '../state/session.ts'
import { useAnswer } from '../state/use-answer.ts'
import { useList, type List } from '../state/use-list.ts'
import { AlertCard } from './alerts/card.ts'
import { FilterForm } from './alerts/filter-form.ts'
import { filtersOf, questionOf, type Filters } from './alerts/filters.ts'
import { byUrgency } from './alerts/order.ts'
import { AlertTabs } from './alerts/tabs.ts'
import { Well } from './alerts/well.ts'

const text = t.alerts
/** Who runs no house does not hear of alerts, but of the services that they are about. */
const CHANGED_BY = ['alerts.transitioned', 'alerts.incident-changed', 'status.changed'] as const
const PER_PAGE = 30

const fetchIncidents = async (): Promise<Incident[]> =>
  isAdmin() ? (await api.listIncidents({ state: 'open', limit: 200 })).items : []

function useAlerts(filters: Filters, state: string, limit = PER_PAGE): List<Alert> {
  const question = { ...questionOf(filters, state), limit }
  return useList(
    JSON.stringify(question),
    (cursor, signal) => api.listAlerts(cursor ? { ...question, cursor } : question, signal),
    CHANGED_BY,
  )
}

/** The alert centre: what needs somebody, and what was. */
export function Alerts() {
  const filters = filtersOf(place.value.query)
  const change = (next: Filters): void => go(withQuery('/alerts', next), { replace: true })
  return html`<${PageHead} title=${t.titles.alerts} lead=${html`<p>${text.lead}</p>`} />
    <${AlertTabs} />
    <${FilterForm} filters=${filters} onChange=${change} />
    ${
      (filters.state ?? filters.alert)
        ? html`<${Chosen} filters=${filters} state=${filters.state ?? 'all'} />`
        : html`<${Active} filters=${filters} /><${Earlier} filters=${filters} />`
    }`
}

function Chosen({ filters, state }: { filters: Filters; state: string }) {
  const list = useAlerts(filters, state)
  return html`<${Trouble} list=${list} />
    ${list.items?.length === 0 && html`<${Empty} icon="siren" title=${text.noMatchTitle} text=${text.noMatch} />`}
    ${filters.alert && html`<p class="alerts-all"><a href="/alerts">${text.all}</a></p>`}
    <${Cards} list=${list} label=${t.titles.alerts} />`
}

/** As many as one answer holds: whoever has more firing at once needs the filters. */
function Active({ filters }: { filters: Filters }) {
  const list = useAlerts(filters, 'active', 200)
  const narrowed = Boolean(filters.severity ?? filters.service)
  const { items } = list
  return html`<section class="section" aria-labelledby="alerts-active">
    <h2 id="alerts-active">${text.active}</h2>
    <${Trouble} list=${list} />
    ${items?.length === 0 && (narrowed ? html`<p class="muted">${text.noMatchTitle}.</p>` : html`<${Well} />`)}
    <${Cards} list=${items ? { ...list, items: byUrgency(items) } : list} label=${text.active} />
  </section>`
}

function Earlier({ filters }: { filters: Filters }) {
  const list = useAlerts(filters, 'resolved')
  if (!list.items?.length) return null
  return html`<section class="section" aria-labelledby="alerts-earlier">
    <h2 id="alerts-earlier">${text.earlier}</h2>
    <${Cards} list=${list} label=${text.earlier} />
  </section>`
}

const Trouble = ({ list: { items, error, reload } }: { list: List<Alert> }) =>
  html`${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
  ${!items && error === undefined && html`<${Bars} rows=${3} />`}`

function Cards({ list, label }: { list: List<Alert>; label: string }) {
  const { items, hasMore, more, reload } = list
  const { answer: incidents } = useAnswer(fetchIncidents, CHANGED_BY)
  const leadOn = useLeadOn(items)
  if (!items || items.length === 0) return null
  const onDone = (): void => {
    leadOn()
    reload()
  }
  return html`<ul class="alerts" aria-label=${label}>
      ${items.map(
        (alert) =>
          html`<${AlertCard}
            key=${alert.id}
            alert=${alert}
            incident=${incidents?.find(({ id }) => id === alert.incidentId)}
            onDone=${onDone}
          />`,
      )}
    </ul>
    ${hasMore && html`<button type="button" class="button more-button" onClick=${more}>${text.more}</button>`}`
}
