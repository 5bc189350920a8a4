import { html } from 'htm/preact'
import type { PlexItem } from '../../../contracts/plex-library.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { MediaCard } from '../../parts/media-card.ts'
import { PosterBars } from '../../parts/poster-bars.ts'
import { useAnswer } from '../../state/use-answer.ts'

const text = t.discover
const MANY = 12

/** What came to Plex lately; nothing where Plex is not connected, or is not this person's. */
export function Recent() {
  const { answer, error } = useAnswer(() => api.recentlyAdded({ limit: MANY }), ['library.changed'])
  if (answer ? answer.items.length === 0 : error !== undefined) return null
  return html`<section class="section" aria-labelledby="recent-title">
    <h2 id="recent-title">${text.recent}</h2>
    ${answer?.notice && html`<p class="muted">${answer.notice}</p>`} ${!answer && html`<${PosterBars} shelf=${true} />`}
    ${answer && html`<${Shelf} items=${answer.items} />`}
  </section>`
}

const Shelf = ({ items }: { items: readonly PlexItem[] }) =>
  html`<ul class="posters shelf" aria-label=${text.recent}>
    ${items.map(
      ({ id, kind, title, context, year, posterId }) =>
        html`<li key=${id}>
          <${MediaCard}
            href="/library/items/${id}"
            title=${title}
            posterId=${posterId}
            more=${context ?? (year === null ? undefined : String(year))}
            shape=${kind === 'album' || kind === 'artist' || kind === 'track' ? 'square' : 'poster'}
          />
        </li>`,
    )}
  </ul>`
