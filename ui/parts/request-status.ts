import { html } from 'htm/preact'
import type { RequestStatus } from '../../contracts/media.ts'
import { t } from '../messages.ts'

type Tone = 'ok' | 'part' | 'go' | 'wait' | 'bad' | 'over'

const TONES: Record<RequestStatus, Tone> = {
  waiting: 'wait',
  pending: 'wait',
  processing: 'go',
  partial: 'part',
  available: 'ok',
  declined: 'bad',
  failed: 'bad',
  refused: 'bad',
  withdrawn: 'over',
  removed: 'over',
}

const DISC = 'M10 1.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17z'
/** Each has a shape of its own, so that colour is never the only sign. */
const SHAPES: Record<Tone, { body: string; sign: string }> = {
  // a disc with a tick
  ok: { body: DISC, sign: 'M6.4 10.3l2.5 2.5l4.8-5.3' },
  // a ring, half of it full
  part: { body: 'M10 1.5a8.5 8.5 0 1 0 0 17z', sign: 'M10 2.3a7.7 7.7 0 0 1 0 15.4' },
  // an arrow on its way
  go: { body: DISC, sign: 'M10 5.5v8M6.6 10.2L10 13.6l3.4-3.4' },
  // a clock
  wait: { body: '', sign: 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15zM10 6.5v4l2.5 1.5' },
  // an octagon with a cross
  bad: {
    body: 'M6.7 1.5h6.6l5.2 5.2v6.6l-5.2 5.2h-6.6l-5.2-5.2v-6.6z',
    sign: 'M7.2 7.2l5.6 5.6M12.8 7.2l-5.6 5.6',
  },
  // a ring with a bar
  over: { body: '', sign: 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15zM6.5 10h7' },
}

/** How a request stands: mark and word. */
export function StatusLine({ status }: { status: RequestStatus }) {
  const tone = TONES[status]
  const { body, sign } = SHAPES[tone]
  return html`<span class="state-line request-status request-${tone}">
    <svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      ${body && html`<path class="mark-body" d=${body} />`}
      <path class="mark-sign" d=${sign} />
    </svg>
    <span>${t.requests.status[status]}</span>
  </span>`
}
