import { html } from 'htm/preact'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { MediaCard } from '../../parts/media-card.ts'
import { useAnswer } from '../../state/use-answer.ts'

const text = t.discover
const MANY = 12

/** What came to Plex lately; nothing where Plex is not connected, or is not this person's. */
export function Recent() {
  const { answer } = useAnswer(() => api.recentlyAdded({ limit: MANY }), ['library.changed'])
  if (!answer?.items.length) return null
  return html`<section class="section" aria-labelledby="recent-title">
    <h2 id="recent-title">${text.recent}</h2>
    ${answer.notice && html`<p class="muted">${answer.notice}</p>`}
    <ul class="posters shelf" aria-label=${text.recent}>
      ${answer.items.map(
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
    </ul>
  </section>`
}
