import { html } from 'htm/preact'
import type { Freshness } from '../../contracts/plex-library.ts'
import { t } from '../messages.ts'
import { now } from '../state/clock.ts'

/** Why what is shown is older than it should be, and how old; nothing where it is not. */
export function StaleHint({ of: { asOf, notice } }: { of: Freshness }) {
  if (notice === null) return null
  return html`<div class="hint" role="status">
    <p><b>${notice}</b> ${asOf !== null && t.plexItem.asOf(Date.parse(asOf), now.value)}</p>
  </div>`
}
