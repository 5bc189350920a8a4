import { html } from 'htm/preact'
import { MONITOR_KINDS } from '../../../contracts/monitor-kinds.ts'
import type { Monitor } from '../../../contracts/status.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { overdueFor, serviceOf, stateNow } from '../../state/board.ts'
import { decidedBy } from './elsewhere.ts'

const text = t.services

interface Props {
  monitors: readonly Monitor[]
  onRemove: (monitor: Monitor) => void
}

/** What is watched, as a table that becomes cards on a phone. */
export function MonitorList({ monitors, onRemove }: Props) {
  return html`<table class="cards-table services-table" role="table">
    <caption class="unseen">
      ${t.titles.services}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${(['name', 'state', 'address', 'interval'] as const).map(
          (column) => html`<th key=${column} role="columnheader" scope="col">${text.columns[column]}</th>`,
        )}
        <th role="columnheader" scope="col"><span class="unseen">${text.columns.actions}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${monitors.map((monitor) => html`<${Row} key=${monitor.id} monitor=${monitor} onRemove=${onRemove} />`)}
    </tbody>
  </table>`
}

function Row({ monitor, onRemove }: { monitor: Monitor; onRemove: (monitor: Monitor) => void }) {
  const service = serviceOf(monitor.id)
  const status = service ? stateNow(service) : 'unknown'
  const overdue = service && overdueFor(service)
  const word = overdue === undefined ? t.board.state[status] : t.board.lastChecked(overdue)
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="cell-name">
      <span><a href="/services/${monitor.id}">${monitor.name}</a></span>
      ${monitor.group && html`<span class="muted small">${monitor.group}</span>`}
      ${monitor.source && html`<span class="muted small">${text.fromKuma}</span>`}
    </th>
    <td role="cell" class="cell-state">
      <span class="state-line"><${StateMark} status=${status} /><span>${word}</span></span>
    </td>
    <td role="cell" class="cell-address">
      <span class="address">
        <span class="tag">${MONITOR_KINDS[monitor.kind].title}</span><span class="mono break">${monitor.target}</span>
      </span>
    </td>
    <td role="cell" class="cell-interval muted">${text.every(monitor.intervalSeconds)}</td>
    <td role="cell" class="cell-actions">
      ${
        decidedBy(monitor)
          ? html`<a
              class="button-icon"
              href="/connections/${decidedBy(monitor)}"
              aria-label=${(monitor.source ? text.fromKumaNamed : text.connectionOf)(monitor.name)}
            >
              <${Icon} name="plug" />
            </a>`
          : html`<a class="button-icon" href="/services/${monitor.id}/edit" aria-label=${text.editNamed(monitor.name)}>
                <${Icon} name="pencil" />
              </a>
              <button
                type="button"
                class="button-icon"
                aria-label=${text.removeNamed(monitor.name)}
                onClick=${() => onRemove(monitor)}
              >
                <${Icon} name="trash" />
              </button>`
      }
    </td>
  </tr>`
}
