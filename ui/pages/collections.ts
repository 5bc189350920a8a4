import '../style/library.css'
import { html } from 'htm/preact'
import type { RouteAnswer } from '../../contracts/http.ts'
import type { PlexItem } from '../../contracts/plex-library.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { StaleHint } from '../parts/freshness.ts'
import { PageHead } from '../parts/page-head.ts'
import { PlexTrouble } from '../parts/plex-closed.ts'
import { PlexGrid } from '../parts/plex-grid.ts'
import { PosterBars } from '../parts/poster-bars.ts'
import { useEndless } from '../state/use-endless.ts'
import { LibraryTabs } from './library/tabs.ts'

const text = t.library.collections
const PER_PAGE = 60

type Answer = RouteAnswer<'listCollections'>

/** The collections of all libraries that Plex shows this person. */
export function Collections() {
  const list = useEndless<PlexItem, Answer>(
    'collections',
    (cursor, signal) => api.listCollections(cursor ? { limit: PER_PAGE, cursor } : { limit: PER_PAGE }, signal),
    ['library.changed'],
  )
  const { items, latest, error, reload } = list
  return html`<${PageHead} title=${t.titles.collections} lead=${html`<p>${text.lead}</p>`} />
    <${LibraryTabs} />
    ${latest && html`<${StaleHint} of=${latest} />`}
    <${PlexTrouble} error=${error} onRetry=${reload} />
    ${!items && error === undefined && html`<${PosterBars} />`}
    ${items?.length === 0 && html`<${Empty} icon="library" title=${text.emptyTitle} text=${text.empty} />`}
    ${
      items &&
      items.length > 0 &&
      html`<${PlexGrid}
        list=${list}
        label=${t.titles.collections}
        moreOf=${({ leaves }: PlexItem) => (leaves === null ? undefined : t.library.holds('other', leaves))}
      />`
    }`
}
