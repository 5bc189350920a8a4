import { html } from 'htm/preact'
import { number } from '../../format/number.ts'
import { duration } from '../../format/time.ts'
import { t } from '../../messages.ts'

const text = t.requestStatistics

export interface Line {
  key: string
  name: string
  counted: number
  medianMs: number | null
  p90Ms: number | null
}

interface Props {
  caption: string
  /** Heads of the first two columns. */
  name: string
  counted: string
  lines: readonly Line[]
}

const shown = (ms: number | null): string => (ms === null ? text.none : duration(ms))

/** Times by something: how many, half of them within, nine of ten within. */
export const SpreadTable = ({ caption, name, counted, lines }: Props) =>
  html`<div class="scroll-x" tabindex="0" role="region" aria-label=${text.tableOf(caption)}>
    <table class="plain-table spread-table">
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${[name, counted, text.median, text.p90].map((head) => html`<th key=${head} scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (line) =>
            html`<tr key=${line.key}>
              <th scope="row" class="break">${line.name}</th>
              <td>${number(line.counted)}</td>
              <td>${shown(line.medianMs)}</td>
              <td>${shown(line.p90Ms)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
