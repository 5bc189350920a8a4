import { html } from 'htm/preact'
import type { Severity } from '../../contracts/alerts.ts'
import { t } from '../messages.ts'

/** Each severity has a shape of its own, so that colour is never the only sign. */
const SHAPES: Record<Severity, { body: string; sign: string }> = {
  // an octagon with an exclamation mark
  critical: { body: 'M6.7 1.5h6.6l5.2 5.2v6.6l-5.2 5.2h-6.6l-5.2-5.2v-6.6z', sign: 'M10 5.8v5M10 14v.01' },
  // a triangle with an exclamation mark
  warning: {
    body: 'M8.6 2.3a1.6 1.6 0 0 1 2.8 0l7.2 13.2a1.6 1.6 0 0 1-1.4 2.4h-14.4a1.6 1.6 0 0 1-1.4-2.4z',
    sign: 'M10 7.2v4.3M10 14.6v.01',
  },
  // a disc with an i
  info: { body: 'M10 1.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17z', sign: 'M10 9.4v4.6M10 6v.01' },
}

/** The mark of a severity; the word stands beside it. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const { body, sign } = SHAPES[severity]
  return html`<svg class="mark severity-${severity}" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <path class="mark-body" d=${body} />
    <path class="mark-sign" d=${sign} />
  </svg>`
}

export const SeverityLine = ({ severity }: { severity: Severity }) =>
  html`<span class="state-line"><${SeverityMark} severity=${severity} />${t.alerts.severity[severity]}</span>`
