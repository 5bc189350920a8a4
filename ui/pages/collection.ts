import '../style/library.css'
import { html } from 'htm/preact'
import type { RouteAnswer } from '../../contracts/http.ts'
import type { PlexItem } from '../../contracts/plex-library.ts'
import { api } from '../api.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { StaleHint } from '../parts/freshness.ts'
import { Icon } from '../parts/icon.ts'
import { PageHead } from '../parts/page-head.ts'
import { PlexTrouble } from '../parts/plex-closed.ts'
import { PlexGrid } from '../parts/plex-grid.ts'
import { PosterBars } from '../parts/poster-bars.ts'
import { place } from '../router.ts'
import { useEndless } from '../state/use-endless.ts'
import { NotInLibrary } from './library/not-there.ts'

const text = t.library.collections
const PER_PAGE = 60

type Answer = RouteAnswer<'getCollection'>

/** What is in the collection that the address names. */
export function CollectionPage() {
  const id = decodeURIComponent(place.value.path.split('/').at(-1) ?? '')
  return html`<${OneCollection} key=${id} id=${id} />`
}

function OneCollection({ id }: { id: string }) {
  const question = { id, limit: PER_PAGE }
  const list = useEndless<PlexItem, Answer>(
    `collection ${id}`,
    (cursor, signal) => api.getCollection(cursor ? { ...question, cursor } : question, signal),
    ['library.changed'],
  )
  const { items, latest, error, reload } = list
  if (error instanceof RequestFailed && error.code === 'NOT_FOUND') return html`<${NotInLibrary} />`
  const title = latest?.title ?? t.titles.collection
  return html`<a class="back-link" href="/library/collections"><${Icon} name="back" size=${16} />${text.back}</a>
    <${PageHead} title=${title} lead=${latest?.overview && html`<p>${latest.overview}</p>`} />
    ${latest && html`<${StaleHint} of=${latest} />`}
    <${PlexTrouble} error=${error} onRetry=${reload} />
    ${!items && error === undefined && html`<${PosterBars} />`}
    ${items?.length === 0 && html`<p class="muted">${text.emptyOne}</p>`}
    ${items && items.length > 0 && html`<${PlexGrid} list=${list} label=${title} />`}`
}
