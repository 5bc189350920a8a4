import { html } from 'htm/preact'
import { sparkline } from '../format/sparkline.ts'
import { t } from '../messages.ts'

const WIDTH = 240
const HEIGHT = 40

/** What the line says, in a sentence. */
export function sparklineText(values: readonly (number | null)[]): string {
  const { low, high, failures } = sparkline(values, WIDTH, HEIGHT)
  if (values.length === 0) return t.board.sparklineEmpty
  if (low === undefined || high === undefined) return t.board.sparklineFailed(values.length)
  return t.board.sparkline(values.length, low, high, failures.length)
}

/** Response times of the latest checks; a tick on the ground marks each one that failed. */
export function Sparkline({ values, height = HEIGHT }: { values: readonly (number | null)[]; height?: number }) {
  const { line, area, failures, last } = sparkline(values, WIDTH, height - 4)
  return html`<svg
    class="sparkline"
    viewBox="0 -2 ${WIDTH} ${height}"
    height=${height}
    preserveAspectRatio="none"
    role="img"
    aria-label=${sparklineText(values)}
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
