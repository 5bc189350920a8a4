import { html } from 'htm/preact'
import { LANGUAGE } from '../../format/locale.ts'
import { dayClock } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Time } from '../../parts/time.ts'
import type { Shown } from '../public-status.ts'

const text = t.publicStatus
const names = new Intl.ListFormat(LANGUAGE, { type: 'conjunction' })

type Incident = NonNullable<Shown['incidents']>[number]

const When = ({ at }: { at: string }) => html`<${Time} at=${at}>${dayClock(Date.parse(at))}<//>`

interface Props {
  /** Null while they cannot be had. */
  incidents: readonly Incident[] | null
  /** Those that go on stand above the services, the others below. */
  open: boolean
}

export function Incidents({ incidents, open }: Props) {
  if (open && !incidents?.length) return null
  return html`<section class="public-section" aria-label=${open ? text.open : text.incidents}>
    <h2>${open ? text.open : text.incidents}</h2>
    ${incidents === null && html`<p class="muted">${text.incidentsAway}</p>`}
    ${incidents?.length === 0 && html`<p class="muted">${text.noIncidents}</p>`}
    ${incidents?.map((incident) => html`<${OneIncident} key=${incident.id} incident=${incident} />`)}
  </section>`
}

function OneIncident({ incident }: { incident: Incident }) {
  const { title, state, startedAt, resolvedAt, services, notes } = incident
  return html`<article class="panel public-incident ${state === 'open' ? 'public-incident-open' : ''}">
    <h3>${title}</h3>
    <p class="muted small">
      <${When} at=${startedAt} />
      ${
        state === 'open'
          ? html`, <b class="word-offline">${text.open.toLowerCase()}</b>`
          : html`${resolvedAt && html` ${text.until} <${When} at=${resolvedAt} />`}, ${text.resolved.toLowerCase()}`
      }
    </p>
    ${services.length > 0 && html`<p class="small">${text.affected(names.format(services))}</p>`}
    ${
      notes.length > 0 &&
      html`<ol class="public-notes">
        ${notes.map(
          (note) =>
            html`<li key=${note.at}>
              <p>${note.text}</p>
              <p class="muted small"><${When} at=${note.at} /></p>
            </li>`,
        )}
      </ol>`
    }
  </article>`
}

export function Planned({ windows }: { windows: Shown['maintenance'] }) {
  if (windows.length === 0) return null
  return html`<section class="public-section" aria-label=${text.maintenance}>
    <h2>${text.maintenance}</h2>
    ${windows.map(
      ({ title, note, startsAt, endsAt }) =>
        html`<article key=${`${title} ${startsAt}`} class="panel public-incident">
          <h3>${title}</h3>
          <p class="muted small">
            ${text.from} <${When} at=${startsAt} /> ${endsAt && html`${text.until} <${When} at=${endsAt} />`}
          </p>
          ${note && html`<p>${note}</p>`}
        </article>`,
    )}
  </section>`
}
