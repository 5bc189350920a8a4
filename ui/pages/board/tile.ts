import { html } from 'htm/preact'
import { useId } from 'preact/hooks'
import type { Service } from '../../../contracts/status.ts'
import { milliseconds, percentage } from '../../format/number.ts'
import { t } from '../../messages.ts'
import { Sparkline } from '../../parts/sparkline.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { now } from '../../state/clock.ts'

/** One service: name, state since when, response times, uptime, and in words what is wrong. */
export function Tile({ service }: { service: Service }) {
  const { id, name, status, since, responseTimeMs, uptimePercentage, error, recent } = service
  const label = useId()
  return html`<article class="tile tile-${status}" aria-labelledby="${label}-name ${label}-state">
    <header class="tile-head">
      <${StateMark} status=${status} />
      <h3 class="tile-name" id="${label}-name"><a href="/board/${id}" data-tile>${name}</a></h3>
      <p class="tile-state">
        <span class="word word-${status}" id="${label}-state">${t.board.state[status]}</span>
        ${since && html`<${Time} at=${since} focusable=${false}>${t.board.forTime(now.value - Date.parse(since))}<//>`}
      </p>
    </header>
    <div class="tile-middle">
      ${error ? html`<p class="tile-error">${error}</p>` : html`<${Sparkline} values=${recent} />`}
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
