import { html } from 'htm/preact'
import type { Maintenance } from '../../../contracts/maintenance.ts'
import { capitalised } from '../../format/actor.ts'
import { dayClock } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { scopeOf, whenOf } from './words.ts'

const text = t.maintenance

interface Props {
  windows: readonly Maintenance[]
  onChange: (window: Maintenance) => void
  onCancel: (window: Maintenance) => void
}

/** Windows as a table that becomes cards on a phone. */
export function Windows({ windows, onChange, onCancel }: Props) {
  return html`<table class="cards-table windows-table" role="table">
    <caption class="unseen">
      ${text.list}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${(['title', 'when', 'scope', 'state'] as const).map(
          (column) => html`<th key=${column} role="columnheader" scope="col">${text.columns[column]}</th>`,
        )}
        <th role="columnheader" scope="col"><span class="unseen">${text.columns.actions}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${windows.map((window) => html`<${Row} key=${window.id} window=${window} onChange=${onChange} onCancel=${onCancel} />`)}
    </tbody>
  </table>`
}

const time = (at: string): string => dayClock(Date.parse(at))

function stateOf({ active, nextAt }: Maintenance): string {
  if (active) return active.until ? text.openUntil(time(active.until)) : text.open
  return nextAt ? text.next(time(nextAt)) : text.over
}

function Row({ window, onChange, onCancel }: Omit<Props, 'windows'> & { window: Maintenance }) {
  const { title, note, active } = window
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="cell-name">
      <span>${title}</span>${note && html`<span class="muted small">${note}</span>`}
    </th>
    <td role="cell">${capitalised(whenOf(window))}</td>
    <td role="cell" class="muted">${capitalised(scopeOf(window))}</td>
    <td role="cell">${active ? html`<b class="word-degraded">${stateOf(window)}</b>` : stateOf(window)}</td>
    <td role="cell" class="cell-actions">
      <button type="button" class="button-icon" aria-label=${text.changeNamed(title)} onClick=${() => onChange(window)}>
        <${Icon} name="pencil" />
      </button>
      <button type="button" class="button-icon" aria-label=${text.cancelNamed(title)} onClick=${() => onCancel(window)}>
        <${Icon} name="trash" />
      </button>
    </td>
  </tr>`
}
