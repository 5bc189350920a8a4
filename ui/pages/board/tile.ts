import { html } from 'htm/preact'
import type { Service } from '../../../contracts/status.ts'
import { capitalised } from '../../format/actor.ts'
import { milliseconds, percentage } from '../../format/number.ts'
import { shortTime } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Sparkline } from '../../parts/sparkline.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { overdueFor, portalNow, serviceOf, stateNow } from '../../state/board.ts'
import { atSameTime } from './past.ts'

const text = t.board

/** The tile of a service as it is now; only its own checks draw it anew. */
export function LiveTile({ id }: { id: string }) {
  const service = serviceOf(id)
  if (!service) return null
  return html`<${Tile}
    service=${service}
    status=${stateNow(service)}
    overdue=${overdueFor(service) !== undefined}
    now=${portalNow.value}
  />`
}

interface Props {
  service: Service
  /** As far as it is known. */
  status: Service['status']
  overdue: boolean
  /** The time that it is looked at. */
  now: number
}

/** One service: name, state since when, response times, uptime, and in words what is wrong. */
export function Tile(props: Props) {
  const { service, status } = props
  const { id, name, responseTimeMs, uptimePercentage, becauseOf, maintenance } = service
  const muted = becauseOf || maintenance
  return html`<article class="tile tile-${muted ? 'muted' : status}" aria-labelledby="tile-${id}-name tile-${id}-state">
    <header class="tile-head">
      <${StateMark} status=${status} />
      <h3 class="tile-name" id="tile-${id}-name">
        <a href=${atSameTime(`/board/${id}`)} data-tile>${name}</a>
      </h3>
      <p class="tile-state"><${State} ...${props} /></p>
    </header>
    <div class="tile-middle"><${Middle} ...${props} /></div>
    <dl class="tile-figures">
      <div>
        <dt>${text.response}</dt>
        <dd>${responseTimeMs === null ? '–' : milliseconds(responseTimeMs)}</dd>
      </div>
      <div>
        <dt>${text.uptime}</dt>
        <dd>${uptimePercentage === null ? '–' : percentage(uptimePercentage)}</dd>
      </div>
    </dl>
  </article>`
}

function State({ service, status, overdue, now }: Props) {
  const { id, since, lastCheckAt, becauseOf } = service
  if (overdue && lastCheckAt && !service.lastKnownAt) {
    return html`<span class="word word-unknown" id="tile-${id}-state">
      <${Time} at=${lastCheckAt} focusable=${false}>${text.lastChecked(now - Date.parse(lastCheckAt))}<//>
    </span>`
  }
  return html`<span class="word word-${status}" id="tile-${id}-state">${text.state[status]}</span> ${
      becauseOf
        ? html`<span class="tile-because">
            ${text.becauseOf} <a href=${atSameTime(`/board/${becauseOf.id}`)}>${becauseOf.name}</a>
          </span>`
        : since && html`<${Time} at=${since} focusable=${false}>${text.forTime(now - Date.parse(since))}<//>`
    }`
}

/** Short words about what is special, one line each. */
export function notesOf({ service, overdue, now }: Omit<Props, 'status'>): string[] {
  const { maintenance, failures, retries, status, lastKnownAt, source } = service
  const ends = maintenance?.endsAt && shortTime(Date.parse(maintenance.endsAt), now)
  return [
    ...(overdue && !lastKnownAt ? [text.was(status)] : []),
    ...(maintenance ? [ends ? text.maintenanceUntil(ends) : text.maintenance] : []),
    ...(status !== 'offline' && failures > 0 ? [text.failing(failures, retries)] : []),
    ...(lastKnownAt ? [text.lastKnown(now - Date.parse(lastKnownAt))] : []),
    ...(source ? [text.sources[source] ?? source] : []),
  ]
}

function Middle(props: Props) {
  const { service, overdue } = props
  const notes = notesOf(props)
  const error = service.error && !overdue && !service.becauseOf ? capitalised(service.error) : undefined
  return html`${
    notes.length > 0 &&
    html`<p class="tile-notes">${notes.map((note) => html`<span key=${note} class="tag tag-note">${note}</span>`)}</p>`
  }
  ${error && html`<p class="tile-error ${notes.length > 0 ? 'tile-error-short' : ''}">${error}</p>`}
  ${!error && !overdue && html`<${Sparkline} values=${service.recent} height=${notes.length > 0 ? 24 : 40} />`}`
}
