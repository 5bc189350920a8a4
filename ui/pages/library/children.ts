import { html } from 'htm/preact'
import type { ItemKind, PlexItem } from '../../../contracts/plex-library.ts'
import { duration } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { MoreButton } from '../../parts/more-button.ts'
import { pathOfItem } from '../../parts/plex-card.ts'
import { PlexGrid } from '../../parts/plex-grid.ts'
import { WatchedMark } from '../../parts/watched-mark.ts'
import type { Endless } from '../../state/use-endless.ts'

const text = t.library.item
/** What is heard or watched one after the other stands in rows. */
const IN_ROWS = new Set<ItemKind>(['season', 'album'])

interface Props {
  of: Pick<PlexItem, 'kind'>
  list: Endless<PlexItem, never>
  label: string
}

/** The seasons of a series, the episodes of a season, the albums of an artist, the tracks of an album. */
export function Children({ of, list, label }: Props) {
  const { items = [], busy, hasMore, more } = list
  return html`<section class="section library-children" aria-labelledby="children-title">
    <h2 id="children-title">${label}</h2>
    ${items.length === 0 && !busy && html`<p class="muted">${text.empty}</p>`}
    ${
      IN_ROWS.has(of.kind)
        ? html`<ol class="episodes" aria-labelledby="children-title">
              ${items.map((item) => html`<${Row} key=${item.id} item=${item} />`)}
            </ol>
            ${hasMore && html`<${MoreButton} more=${more} busy=${busy} shown=${items.length} />`}`
        : items.length > 0 && html`<${PlexGrid} list=${list} label=${label} moreOf=${moreOf} />`
    }
  </section>`
}

const moreOf = ({ kind, leaves, year }: PlexItem): string => {
  if (kind === 'season' && leaves !== null) return t.plexItem.many('episode', leaves)
  return year === null ? '' : String(year)
}

function Row({ item }: { item: PlexItem }) {
  const { title, context, durationMs, kind, resumePercent } = item
  // of "Show · S2E50" the show stands above already
  const number = kind === 'episode' ? context?.split(' · ').at(-1) : undefined
  return html`<li class="episode">
    ${kind === 'episode' && html`<span class="episode-number muted">${number}</span>`}
    <span class="episode-words">
      ${kind === 'track' ? html`<span class="episode-title">${title}</span>` : html`<a class="episode-title" href=${pathOfItem(item)}>${title}</a>`}
      <${WatchedMark} of=${item} />
      ${
        resumePercent !== null &&
        html`<span class="card-resume row-resume" aria-hidden="true"
          ><span style=${{ width: `${resumePercent}%` }}></span
        ></span>`
      }
    </span>
    ${durationMs !== null && durationMs > 0 && html`<span class="muted episode-length">${duration(durationMs)}</span>`}
  </li>`
}
