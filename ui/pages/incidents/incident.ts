import { html } from 'htm/preact'
import type { Incident } from '../../../contracts/incidents.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Empty } from '../../parts/empty.ts'
import { PageHead } from '../../parts/page-head.ts'
import { Problem } from '../../parts/problem.ts'
import { SeverityLine } from '../../parts/severity.ts'
import { Bars } from '../../parts/skeleton.ts'
import { Time } from '../../parts/time.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { AlertTabs } from '../alerts/tabs.ts'
import { Actions } from './actions.ts'
import { When } from './list.ts'
import { NoteForm } from './note-form.ts'
import { Timeline } from './timeline.ts'

const text = t.incidents

/** One incident: what happened in order, what was affected, notes, and what is done with it. */
export function IncidentPage({ id }: { id: string }) {
  const { answer, error, reload } = useAnswer(
    () => api.getIncident({ id }),
    ['alerts.incident-changed', 'alerts.transitioned'],
  )
  if (!answer) {
    const gone = error instanceof RequestFailed && (error.code === 'NOT_FOUND' || error.code === 'INVALID')
    return html`<${PageHead} title=${t.titles.incidents} />
      <${AlertTabs} />
      ${error === undefined && html`<${Bars} />`}
      ${
        gone
          ? html`<${Empty} icon="inbox" title=${text.gone.title} text=${text.gone.text}>
              <a class="button" href="/alerts/incidents">${text.back}</a>
            <//>`
          : error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`
      }`
  }
  const { incident, timeline } = answer
  const { title, severity, state, published } = incident
  const lead = html`<p class="alert-facts">
    <${SeverityLine} severity=${severity} />
    <span class="tag ${state === 'open' ? 'tag-bad' : 'tag-ok'}">${text.states[state]}</span>
    ${published && html`<span class="tag" title=${text.publishedMore}>${text.published}</span>`}
    <span><${When} incident=${incident} /></span>
  </p>`
  return html`<${PageHead} title=${title} lead=${lead}>
      <${Actions} incident=${incident} onChanged=${reload} />
    <//>
    <${AlertTabs} />
    <div class="incident">
      <section class="panel" aria-labelledby="incident-timeline">
        <h2 id="incident-timeline">${text.timeline}</h2>
        <${Timeline} entries=${timeline} />
        <${NoteForm} id=${id} onSaved=${reload} />
      </section>
      <${Affected} incident=${incident} />
    </div>`
}

function Affected({ incident: { affected } }: { incident: Incident }) {
  return html`<section class="panel" aria-labelledby="incident-affected">
    <h2 id="incident-affected">${text.affectedTitle}</h2>
    ${affected.length === 0 && html`<p class="muted">${text.nothingAffected}</p>`}
    <ul class="rows">
      ${affected.map(
        ({ id, name, since, until }) =>
          html`<li key=${id} class="row">
            <div class="row-text">
              <p><a class="rule-name break" href="/board/${id}">${name}</a></p>
              <p class="muted small">
                ${text.since} <${Time} at=${since} />
                ${until ? html`, ${text.until} <${Time} at=${until} />` : `, ${text.stillDown}`}
              </p>
            </div>
          </li>`,
      )}
    </ul>
  </section>`
}
