import { html } from 'htm/preact'
import type { Entry } from '../../../contracts/journal.ts'
import { shortTime } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Time } from '../../parts/time.ts'
import { now } from '../../state/clock.ts'
import { factOf } from '../journal/fact.ts'
import { whatOf, whoOf } from './names.ts'

const text = t.audit

/** Who did what to what, when and from where. */
export function AuditList({ entries }: { entries: readonly Entry[] }) {
  return html`<table class="cards-table audit-table" role="table">
    <caption class="unseen">
      ${text.list}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${(['who', 'what', 'about', 'when', 'where'] as const).map(
          (column) => html`<th key=${column} role="columnheader" scope="col">${text.columns[column]}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${entries.map((entry) => html`<${Row} key=${entry.id} entry=${entry} />`)}
    </tbody>
  </table>`
}

function Row({ entry }: { entry: Entry }) {
  const { id, time, address } = entry
  const fact = factOf(entry)
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="cell-who break">${whoOf(entry)}</th>
    <td role="cell" class="cell-what">
      <a href="/journal/${id}" aria-label=${text.openNamed(fact)} title=${text.open}>${fact}</a>
    </td>
    <td role="cell" class="cell-about break muted">${whatOf(entry)}</td>
    <td role="cell" class="cell-when">
      <${Time} at=${time}>${shortTime(Date.parse(time), now.value)}<//>
    </td>
    <td role="cell" class="cell-where">
      ${address ? html`<span class="mono break">${address}</span>` : html`<span class="muted">${text.unknownPlace}</span>`}
    </td>
  </tr>`
}
