import { html } from 'htm/preact'
import { milliseconds } from '../../format/number.ts'
import { dayClock } from '../../format/time.ts'
import { t } from '../../messages.ts'
import type { Seen } from './history.ts'
import { rowsOf } from './rows.ts'

const text = t.service.chart

/** What the chart shows, in lines. */
export function HistoryTable({ seen }: { seen: Seen }) {
  const shown = (ms: number | null): string => (ms === null ? text.none : milliseconds(ms))
  return html`<details class="more">
    <summary>${text.table}</summary>
    <div class="scroll-y" tabindex="0" role="region" aria-label=${text.table}>
      <table class="plain-table history-table">
        <thead>
          <tr>
            ${(['time', 'state', 'good', 'average', 'slowest'] as const).map(
              (column) => html`<th key=${column} scope="col">${text.columns[column]}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rowsOf(seen.points, seen.range).map(
            (row) =>
              html`<tr key=${row.from}>
                <th scope="row">${dayClock(row.from)}</th>
                <td>${row.status ? t.board.state[row.status] : text.maintenance}</td>
                <td>${text.good(row.good, row.checks)}</td>
                <td>${shown(row.averageMs)}</td>
                <td>${shown(row.slowestMs)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`
}
