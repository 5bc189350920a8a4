import { html } from 'htm/preact'
import { milliseconds } from '../../format/number.ts'
import { sparkline } from '../../format/sparkline.ts'
import { t } from '../../messages.ts'
import { Sparkline } from '../../parts/sparkline.ts'

const text = t.board.details

const median = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** Response times with their figures in words, and the same as a table behind it. */
export function Chart({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null)
  const { low, high, failures } = sparkline(values, 1, 1)
  const middle = median(known)
  if (values.length === 0) return html`<p class="muted">${t.board.sparklineEmpty}</p>`
  return html`<figure class="chart">
    <figcaption>${text.chart}</figcaption>
    <div class="chart-plot">
      ${high !== undefined && html`<span class="chart-high">${milliseconds(high)}</span>`}
      <${Sparkline} values=${values} height=${112} />
      <span class="chart-low">0 ms</span>
    </div>
    <p class="chart-axis"><span>${text.older}</span><span>${text.newest}</span></p>
    <ul class="chart-legend">
      ${low !== undefined && html`<li>${text.chartLow} <b>${milliseconds(low)}</b></li>`}
      ${middle !== undefined && html`<li>${text.chartMiddle} <b>${milliseconds(middle)}</b></li>`}
      ${high !== undefined && html`<li>${text.chartHigh} <b>${milliseconds(high)}</b></li>`}
      ${failures.length > 0 && html`<li class="word-offline">${text.failed(failures.length)}</li>`}
    </ul>
    <details class="more">
      <summary>${text.table}</summary>
      <div class="scroll-y" tabindex="0" role="region" aria-label=${text.table}>
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">${text.check}</th>
              <th scope="col">${t.board.response}</th>
            </tr>
          </thead>
          <tbody>
            ${values.toReversed().map(
              (value, at) =>
                html`<tr key=${at}>
                  <th scope="row">${text.ago(at)}</th>
                  <td>${value === null ? text.failedCheck : milliseconds(value)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </figure>`
}
