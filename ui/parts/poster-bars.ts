import { html } from 'htm/preact'
import { t } from '../messages.ts'

/** Grey frames where posters will stand, so that nothing moves when they come. */
export function PosterBars({ many = 12 }: { many?: number }) {
  return html`<div class="posters" role="status" aria-label=${t.frame.loading}>
    ${Array.from({ length: many }, (_, at) => html`<span key=${at} class="bar poster-bar"></span>`)}
  </div>`
}
