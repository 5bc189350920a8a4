import { html } from 'htm/preact'
import { t } from '../messages.ts'

/** Grey frames where posters will stand, so that nothing moves when they come. */
export function PosterBars({ many = 12, shelf = false }: { many?: number; shelf?: boolean }) {
  return html`<div class="posters ${shelf ? 'shelf' : ''}" role="status" aria-label=${t.frame.loading}>
    ${Array.from({ length: many }, (_, at) => html`<span key=${at} class="poster-bars"><span class="bar poster-bar"></span></span>`)}
  </div>`
}
