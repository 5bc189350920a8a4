import { html } from 'htm/preact'
import { clockTime } from '../format/time.ts'
import { t } from '../messages.ts'
import { asOf, liveState } from '../state/live.ts'

const { live } = t.frame

/** Whether what is shown is current: live, reconnecting, or as of when. */
export function LiveIndicator() {
  const state = liveState.value
  const stale = state === 'reconnecting' && asOf.value !== undefined
  const word = state === 'live' ? live.live : state === 'reconnecting' ? live.reconnecting : live.connecting
  const more = state === 'live' ? live.liveMore : state === 'reconnecting' ? live.reconnectingMore : live.connectingMore
  return html`<div class="live live-${state}" role="status" title=${more}>
    <span class="live-mark" aria-hidden="true"></span>
    <span>${word}</span>
    ${stale && html`<span class="live-as-of">${live.asOf(clockTime(asOf.value ?? 0))}</span>`}
  </div>`
}
