import { html } from 'htm/preact'
import type { PlexItem } from '../../../contracts/plex-library.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { onArrowKey } from '../../parts/arrow-keys.ts'
import { StaleHint } from '../../parts/freshness.ts'
import { isClosed, OpenIt } from '../../parts/plex-closed.ts'
import { PlexCard } from '../../parts/plex-card.ts'
import { PosterBars } from '../../parts/poster-bars.ts'
import { Problem } from '../../parts/problem.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { useWatched } from '../../state/use-watched.ts'

const CHANGED_BY = ['library.changed', 'settings.service-configured', 'auth.plex-linked'] as const
const MANY = 20

/** What to go on watching and what is new; without Plex, the sentence that says what to do. */
export function Shelves() {
  const deck = useAnswer(() => api.onDeck({ limit: 12 }), CHANGED_BY)
  const recent = useAnswer(() => api.recentlyAdded({ limit: MANY }), CHANGED_BY)
  useWatched(recent.answer?.items, recent.reload)
  const error = recent.error
  if (isClosed(error)) {
    return html`<div class="hint home-closed" role="status">
      <p>${error.message}</p>
      <${OpenIt} />
    </div>`
  }
  const onDeck = deck.answer?.items ?? []
  // both at once: the one above would push the other down
  const there = (deck.answer ?? deck.error) !== undefined ? recent.answer : undefined
  return html`${there && html`<${StaleHint} of=${there} />`}
  ${(there ?? error) !== undefined && onDeck.length > 0 && html`<${Shelf} id="deck-title" title=${t.home.onDeck} items=${onDeck} />`}
  ${error !== undefined && html`<${Problem} error=${error} onRetry=${recent.reload} />`}
  ${!there && error === undefined && html`<${PosterBars} many=${8} shelf=${true} />`}
  ${
    there &&
    (there.items.length > 0
      ? html`<${Shelf} id="recent-title" title=${t.home.recent} items=${there.items} toLibrary=${true} />`
      : html`<p class="muted">${t.home.recentNone}</p>`)
  }`
}

interface ShelfProps {
  id: string
  title: string
  items: readonly PlexItem[]
  toLibrary?: boolean
}

/** Titles in one line that goes on to the side. */
function Shelf({ id, title, items, toLibrary = false }: ShelfProps) {
  return html`<section class="section" aria-labelledby=${id}>
    <div class="section-head">
      <h2 id=${id}>${title}</h2>
      ${toLibrary && html`<a href="/library">${t.home.library}</a>`}
    </div>
    <ul class="posters shelf" aria-labelledby=${id} onKeyDown=${onArrowKey}>
      ${items.map((item) => html`<li key=${item.id}><${PlexCard} item=${item} /></li>`)}
    </ul>
  </section>`
}
