import { html } from 'htm/preact'
import { useRef } from 'preact/hooks'
import type { PlexItem } from '../../contracts/plex-library.ts'
import { t } from '../messages.ts'
import type { Endless } from '../state/use-endless.ts'
import { usePlaceKept } from '../state/use-place-kept.ts'
import { useWatched } from '../state/use-watched.ts'
import { onArrowKey } from './arrow-keys.ts'
import { MoreButton } from './more-button.ts'
import { PlexCard } from './plex-card.ts'

const text = t.library.shelf
/** From so many on the end is announced. */
const LONG = 60

interface Props {
  list: Pick<Endless<PlexItem, never>, 'items' | 'hasMore' | 'more' | 'busy' | 'back' | 'stale' | 'reload'>
  label: string
  /** Below each title, in place of what it belongs to. */
  moreOf?: (item: PlexItem) => string | undefined
}

/** Titles as pictures, page by page to the end; arrow keys go from one to the next. */
export function PlexGrid({ list, label, moreOf }: Props) {
  const { items = [], hasMore, more, busy, back, stale, reload } = list
  const root = useRef<HTMLUListElement>(null)
  usePlaceKept(root, back)
  useWatched(items, reload)
  return html`${
      stale &&
      html`<div class="hint library-stale" role="status">
        <p>${text.stale}</p>
        <button type="button" class="button" onClick=${reload}>${text.renew}</button>
      </div>`
    }
    <ul class="posters posters-many" aria-label=${label} aria-busy=${busy} ref=${root} onKeyDown=${onArrowKey}>
      ${items.map((item) => html`<li key=${item.id}><${PlexCard} item=${item} more=${moreOf?.(item)} /></li>`)}
    </ul>
    ${hasMore && html`<${MoreButton} more=${more} busy=${busy} shown=${items.length} />`}
    ${!hasMore && items.length > LONG && html`<p class="muted library-end">${text.end(items.length)}</p>`}`
}
