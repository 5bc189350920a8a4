import { html } from 'htm/preact'
import { useEffect, useRef } from 'preact/hooks'
import type { MediaSummary } from '../../../contracts/media.ts'
import { t } from '../../messages.ts'
import { MediaCard } from '../../parts/media-card.ts'
import { MediaMarks } from '../../parts/media-marks.ts'
import { pathOf } from './path.ts'
import type { Search } from './use-search.ts'

const text = t.discover

interface Props {
  items: readonly MediaSummary[]
  search: Search
  label: string
}

/** Titles as pictures; the next page comes when the end is near, or at the button. */
export function Results({ items, search: { hasMore, more, busy }, label }: Props) {
  return html`<ul class="posters" aria-label=${label}>
      ${items.map((item) => {
        const { mediaType, id, title, artist, year, posterId } = item
        const facts = [artist, year, t.media.kind[mediaType]].filter((fact) => fact !== null).join(' · ')
        return html`<li key=${`${mediaType}-${id}`}>
          <${MediaCard}
            href=${pathOf(item)}
            title=${title}
            posterId=${posterId}
            more=${facts}
            shape=${mediaType === 'music' ? 'square' : 'poster'}
          >
            <${MediaMarks} of=${item} />
          <//>
        </li>`
      })}
    </ul>
    ${hasMore && html`<${More} more=${more} busy=${busy} shown=${items.length} />`}`
}

/** Far enough ahead that a page is there before its place is. */
const AHEAD = '600px'

function More({ more, busy, shown }: { more: () => void; busy: boolean; shown: number }) {
  const button = useRef<HTMLButtonElement>(null)
  const latest = useRef(more)
  latest.current = more
  useEffect(() => {
    if (!button.current || busy) return undefined
    const watched = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current()
      },
      { rootMargin: AHEAD },
    )
    watched.observe(button.current)
    return () => watched.disconnect()
  }, [busy, shown])
  return html`<button type="button" class="button more-button" ref=${button} aria-disabled=${busy} onClick=${more}>
    ${busy ? text.loadingMore : text.more}
  </button>`
}
