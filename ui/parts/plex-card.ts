import { html } from 'htm/preact'
import type { ItemKind, PlexItem } from '../../contracts/plex-library.ts'
import { MediaCard } from './media-card.ts'
import type { PosterShape } from './poster.ts'
import { WatchedMark } from './watched-mark.ts'

const SQUARE = new Set<ItemKind>(['artist', 'album', 'track'])

export const shapeOf = (kind: ItemKind): PosterShape => (SQUARE.has(kind) ? 'square' : 'poster')

/** The page of a title in Plex. */
export const pathOfItem = ({ id, kind }: Pick<PlexItem, 'id' | 'kind'>): string =>
  `/library/${kind === 'collection' ? 'collections' : 'items'}/${encodeURIComponent(id)}`

/** A title in Plex as a picture, with how far the person is with it; `more` in place of what it belongs to. */
export function PlexCard({ item, more }: { item: PlexItem; more?: string | undefined }) {
  const { kind, title, context, year, posterId, resumePercent } = item
  return html`<${MediaCard}
    href=${pathOfItem(item)}
    title=${title}
    posterId=${posterId}
    more=${more ?? context ?? (year === null ? undefined : String(year))}
    shape=${shapeOf(kind)}
    over=${
      resumePercent !== null &&
      html`<span class="card-resume" aria-hidden="true"><span style=${{ width: `${resumePercent}%` }}></span></span>`
    }
  >
    <${WatchedMark} of=${item} />
  <//>`
}
