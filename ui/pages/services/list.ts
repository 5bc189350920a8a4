import { html } from 'htm/preact'
import type { Monitor } from '../../../contracts/status.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { overdueFor, serviceOf, stateNow } from '../../state/board.ts'
import { now } from '../../state/clock.ts'

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
  const overdue = service?.lastCheckAt && overdueFor.value !== undefined
  const word = overdue ? t.board.lastChecked(now.value - Date.parse(service.lastCheckAt ?? '')) : t.board.state[status]
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="cell-name">
      <span>${monitor.name}</span>
      ${monitor.group && html`<span class="muted small">${monitor.group}</span>`}
    </th>
    <td role="cell" class="cell-state">
      <span class="state-line"><${StateMark} status=${status} /><span>${word}</span></span>
    </td>
    <td role="cell" class="cell-address">
      <span class="address">
        <span class="tag">${monitor.kind.toUpperCase()}</span><span class="mono break">${monitor.target}</span>
      </span>
    </td>
    <td role="cell" class="cell-interval muted">${text.every(monitor.intervalSeconds)}</td>
    <td role="cell" class="cell-actions">
      ${
        monitor.service
          ? html`<a
              class="button-icon"
              href="/connections/${monitor.service}"
              aria-label=${text.connectionOf(monitor.name)}
            >
              <${Icon} name="plug" />
            </a>`
          : html`<a class="button-icon" href="/services/${monitor.id}" aria-label=${text.editNamed(monitor.name)}>
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
