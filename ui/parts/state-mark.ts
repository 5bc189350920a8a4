import { html } from 'htm/preact'
import type { ServiceState } from '../../contracts/status.ts'

/** Each state has a shape of its own, so that colour is never the only sign. */
const SHAPES: Record<ServiceState | 'maintenance', { body: string; sign: string }> = {
  // a disc with a tick
  online: { body: 'M10 1.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17z', sign: 'M6.4 10.3l2.5 2.5l4.8-5.3' },
  // a triangle with an exclamation mark
  degraded: {
    body: 'M8.6 2.3a1.6 1.6 0 0 1 2.8 0l7.2 13.2a1.6 1.6 0 0 1-1.4 2.4h-14.4a1.6 1.6 0 0 1-1.4-2.4z',
    sign: 'M10 7.2v4.3M10 14.6v.01',
  },
  // an octagon with a cross
  offline: {
    body: 'M6.7 1.5h6.6l5.2 5.2v6.6l-5.2 5.2h-6.6l-5.2-5.2v-6.6z',
    sign: 'M7.2 7.2l5.6 5.6M12.8 7.2l-5.6 5.6',
  },
  // a square with two bars
  maintenance: {
    body: 'M4.5 2h11a2.5 2.5 0 0 1 2.5 2.5v11a2.5 2.5 0 0 1-2.5 2.5h-11a2.5 2.5 0 0 1-2.5-2.5v-11a2.5 2.5 0 0 1 2.5-2.5z',
    sign: 'M7.6 6.8v6.4M12.4 6.8v6.4',
  },
  // a ring that waits
  unknown: { body: '', sign: 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15zM10 6.5v4l2.5 1.5' },
}

/** The mark of a state; the word stands beside it. */
export function StateMark({ status }: { status: ServiceState | 'maintenance' }) {
  const { body, sign } = SHAPES[status]
  return html`<svg class="mark mark-${status}" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    ${body && html`<path class="mark-body" d=${body} />`}
    <path class="mark-sign" d=${sign} />
  </svg>`
}
