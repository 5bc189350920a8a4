import { html } from 'htm/preact'
import { sparkline, type Sparkline as Drawn } from '../format/sparkline.ts'
import { t } from '../messages.ts'

const WIDTH = 240
const HEIGHT = 40

/** What the line says, in a sentence. */
function textOf(values: readonly (number | null)[], { low, high, failures }: Drawn): string {
  if (values.length === 0) return t.board.sparklineEmpty
  if (low === undefined || high === undefined) return t.board.sparklineFailed(values.length)
  return t.board.sparkline(values.length, low, high, failures.length)
}

/** Response times of the latest checks; a tick on the ground marks each one that failed. */
export function Sparkline({ values, height = HEIGHT }: { values: readonly (number | null)[]; height?: number }) {
  const drawn = sparkline(values, WIDTH, height - 4)
  const { line, area, failures, last } = drawn
  return html`<svg
    class="sparkline"
    viewBox="0 -2 ${WIDTH} ${height}"
    height=${height}
    preserveAspectRatio="none"
    role="img"
    aria-label=${textOf(values, drawn)}
  >
    <path class="sparkline-ground" d="M0 ${height - 4}H${WIDTH}" />
    ${area && html`<path class="sparkline-area" d=${area} />`}
    ${line && html`<path class="sparkline-line" d=${line} />`}
    ${
      failures.length > 0 &&
      html`<path class="sparkline-failed" d=${failures.map((x) => `M${x} ${height - 4}v-8`).join('')} />`
    }
    ${last && html`<path class="sparkline-last" d="M${last.x} ${last.y}h.001" />`}
  </svg>`
}
