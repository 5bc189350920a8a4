import { html } from 'htm/preact'
import { useId } from 'preact/hooks'
import type { Service } from '../../../contracts/status.ts'
import { capitalised } from '../../format/actor.ts'
import { milliseconds, percentage } from '../../format/number.ts'
import { t } from '../../messages.ts'
import { Sparkline } from '../../parts/sparkline.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { overdueFor, stateNow } from '../../state/board.ts'
import { now } from '../../state/clock.ts'

/** One service: name, state since when, response times, uptime, and in words what is wrong. */
export function Tile({ service }: { service: Service }) {
  const { id, name, since, lastCheckAt, responseTimeMs, uptimePercentage, error, recent } = service
  const label = useId()
  const status = stateNow(service)
  const overdue = overdueFor.value !== undefined && lastCheckAt !== null
  return html`<article class="tile tile-${status}" aria-labelledby="${label}-name ${label}-state">
    <header class="tile-head">
      <${StateMark} status=${status} />
      <h3 class="tile-name" id="${label}-name"><a href="/board/${id}" data-tile>${name}</a></h3>
      <p class="tile-state">
        ${
          overdue
            ? html`<span class="word word-unknown" id="${label}-state">
                <${Time} at=${lastCheckAt} focusable=${false}
                  >${t.board.lastChecked(now.value - Date.parse(lastCheckAt))}<//
                >
              </span>`
            : html`<span class="word word-${status}" id="${label}-state">${t.board.state[status]}</span>
                ${since && html`<${Time} at=${since} focusable=${false}>${t.board.forTime(now.value - Date.parse(since))}<//>`}`
        }
      </p>
    </header>
    <div class="tile-middle">
      ${overdue && html`<p class="muted tile-was">${t.board.was(service.status)}</p>`}
      ${error && html`<p class="tile-error">${capitalised(error)}</p>`}
      ${!overdue && !error && html`<${Sparkline} values=${recent} />`}
    </div>
    <dl class="tile-figures">
      <div>
        <dt>${t.board.response}</dt>
        <dd>${responseTimeMs === null ? '–' : milliseconds(responseTimeMs)}</dd>
      </div>
      <div>
        <dt>${t.board.uptime}</dt>
        <dd>${uptimePercentage === null ? '–' : percentage(uptimePercentage)}</dd>
      </div>
    </dl>
  </article>`
}
