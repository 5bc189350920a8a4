import { html } from 'htm/preact'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { pathOfItem } from '../../parts/plex-card.ts'

const text = t.library.item

/** From the library down to what the title belongs to, each a way back. */
export function Path({ item: { libraryId, parents } }: { item: RouteAnswer<'getItem'> }) {
  return html`<nav class="crumbs" aria-label=${text.path}>
    <ol>
      <li>
        <a href="/library/${encodeURIComponent(libraryId)}"><${Icon} name="back" size=${16} />${text.top}</a>
      </li>
      ${parents.map((parent) => html`<li key=${parent.id}><a href=${pathOfItem(parent)}>${parent.title}</a></li>`)}
    </ol>
  </nav>`
}
