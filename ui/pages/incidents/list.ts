import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Incident } from '../../../contracts/incidents.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Empty } from '../../parts/empty.ts'
import { Field } from '../../parts/field.ts'
import { Icon } from '../../parts/icon.ts'
import { PageHead } from '../../parts/page-head.ts'
import { Problem } from '../../parts/problem.ts'
import { SeverityMark } from '../../parts/severity.ts'
import { Bars } from '../../parts/skeleton.ts'
import { Time } from '../../parts/time.ts'
import { go, place, withQuery } from '../../router.ts'
import { now } from '../../state/clock.ts'
import { useList } from '../../state/use-list.ts'
import { AlertTabs } from '../alerts/tabs.ts'
import { OpenIncident } from './open.ts'

const text = t.incidents
const CHANGED_BY = ['alerts.incident-changed', 'alerts.transitioned'] as const
const STATES = ['all', 'open', 'resolved'] as const
type State = (typeof STATES)[number]

/** Every incident, newest first. */
export function IncidentList() {
  const [opening, setOpening] = useState(false)
  const asked = place.value.query.get('state') ?? ''
  const state = STATES.find((one) => one === asked) ?? 'all'
  const { items, error, hasMore, more, reload } = useList(
    state,
    (cursor, signal) => api.listIncidents(cursor ? { state, cursor } : { state }, signal),
    CHANGED_BY,
  )
  const choose = (next: string): void =>
    go(withQuery('/alerts/incidents', { state: next === 'all' ? undefined : next }), { replace: true })
  return html`<${PageHead} title=${t.titles.incidents} lead=${html`<p>${text.lead}</p>`}>
      <button type="button" class="button button-primary" onClick=${() => setOpening(true)}>
        <${Icon} name="plus" />${text.open}
      </button>
    <//>
    <${AlertTabs} />
    <${StateChoice} state=${state} onChoose=${choose} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!items && error === undefined && html`<${Bars} />`}
    ${
      items?.length === 0 &&
      html`<${Empty}
        icon="inbox"
        title=${state === 'all' ? text.emptyTitle : text.noMatchTitle}
        text=${state === 'all' ? text.empty : text.noMatch}
      />`
    }
    ${
      items &&
      items.length > 0 &&
      html`<ul class="rows panel" aria-label=${text.list}>
        ${items.map((incident) => html`<${Row} key=${incident.id} incident=${incident} />`)}
      </ul>`
    }
    ${hasMore && html`<button type="button" class="button more-button" onClick=${more}>${text.more}</button>`}
    ${opening && html`<${OpenIncident} onClose=${() => setOpening(false)} />`}`
}

const StateChoice = ({ state, onChoose }: { state: State; onChoose: (state: string) => void }) =>
  html`<div class="filters filters-few">
    <div class="filters-fields">
      <${Field}
        label=${text.filter}
        control=${(ties: object) =>
          html`<select
            ...${ties}
            name="state"
            onChange=${(event: Event) => onChoose((event.currentTarget as HTMLSelectElement).value)}
          >
            ${STATES.map(
              (one) => html`<option key=${one} value=${one} selected=${one === state}>${text.filters[one]}</option>`,
            )}
          </select>`}
      />
    </div>
  </div>`

function Row({ incident }: { incident: Incident }) {
  const { id, title, severity, state, root, affected, published } = incident
  return html`<li class="row">
    <${SeverityMark} severity=${severity} />
    <div class="row-text">
      <p>
        <a class="rule-name break" href="/alerts/incidents/${id}"> ${title} </a>
        ${published && html` <span class="tag">${text.published}</span>`}
      </p>
      <p class="muted small"><${When} incident=${incident} /></p>
      <p class="muted small">
        ${[
          affected.length > 0 && text.affected(affected.length),
          root ? affected.length > 1 && text.because(root.name) : text.byHand,
        ]
          .filter(Boolean)
          .join(', ')}
      </p>
    </div>
    <span class="tag ${state === 'open' ? 'tag-bad' : 'tag-ok'}">${text.states[state]}</span>
  </li>`
}

/** When it began and how long it lasted, or lasts. */
export function When({ incident: { startedAt, resolvedAt } }: { incident: Incident }) {
  const begun = Date.parse(startedAt)
  return html`${text.started} <${Time} at=${startedAt} />,
    ${` ${resolvedAt ? text.lasted(Date.parse(resolvedAt) - begun) : text.going(Math.max(0, now.value - begun))}`}`
}
