import { html } from 'htm/preact'
import type { ServiceState } from '../../../contracts/status.ts'
import { t } from '../../messages.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { now } from '../../state/clock.ts'
import { type Breaker, isFailing } from './state-of.ts'

const text = t.connections.outside

const MARKS: Record<Breaker['state'], ServiceState> = { closed: 'online', open: 'offline', 'half-open': 'degraded' }

/** How the calls to outside systems go, plex.tv included: whether each is called or left alone, and its last failure. */
export function Outside({ systems }: { systems: readonly Breaker[] }) {
  return html`<section class="section" aria-labelledby="outside-title">
    <h2 id="outside-title">${text.title}</h2>
    <p class="muted">${text.text}</p>
    ${systems.length === 0 ? html`<p class="muted">${text.empty}</p>` : html`<${Table} systems=${systems} />`}
  </section>`
}

function Table({ systems }: { systems: readonly Breaker[] }) {
  const sorted = systems.toSorted(
    (a, b) => Number(a.state === 'closed') - Number(b.state === 'closed') || a.system.localeCompare(b.system),
  )
  return html`<table class="cards-table outside-table" role="table" aria-labelledby="outside-title">
    <thead role="rowgroup">
      <tr role="row">
        ${(['system', 'state', 'calls', 'error'] as const).map(
          (column) => html`<th key=${column} role="columnheader" scope="col">${text.columns[column]}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${sorted.map((system) => html`<${Row} key=${`${system.address} ${system.process}`} system=${system} />`)}
    </tbody>
  </table>`
}

function Row({ system }: { system: Breaker }) {
  const { state, since, triesAgainAt, lastError, lastErrorAt, calls, failures } = system
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="cell-name">
      <span>${system.system}</span><span class="mono small muted break">${system.address}</span>
    </th>
    <td role="cell" class="cell-state">
      <span class="state-line">
        <${StateMark} status=${isFailing(system) ? 'degraded' : MARKS[state]} />
        <span>
          ${isFailing(system) ? text.failing : text.states[state]}${' '}
          ${state !== 'closed' && html`<${Time} at=${since}>${text.since(now.value - Date.parse(since))}<//>`}
        </span>
      </span>
      ${triesAgainAt && html`<span class="muted small block">${text.triesAgain(Date.parse(triesAgainAt) - now.value)}</span>`}
    </td>
    <td role="cell" class="muted">${text.calls(calls, failures)}</td>
    <td role="cell">
      ${
        lastError
          ? html`${lastError}
            ${lastErrorAt && html`<span class="muted small block"><${Time} at=${lastErrorAt} /></span>`}`
          : html`<span class="muted">${text.noError}</span>`
      }
    </td>
  </tr>`
}
