import '../style/library.css'
import { html } from 'htm/preact'
import type { PlexItem, PlexLibrary } from '../../contracts/plex-library.ts'
import type { RouteAnswer } from '../../contracts/http.ts'
import { api } from '../api.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { StaleHint } from '../parts/freshness.ts'
import { Icon } from '../parts/icon.ts'
import { PageHead } from '../parts/page-head.ts'
import { PlexTrouble } from '../parts/plex-closed.ts'
import { PlexGrid } from '../parts/plex-grid.ts'
import { PosterBars } from '../parts/poster-bars.ts'
import { go, place, withQuery } from '../router.ts'
import { useAnswer } from '../state/use-answer.ts'
import { useEndless } from '../state/use-endless.ts'
import { FilterForm } from './library/filter-form.ts'
import { type Filters, filtersOf, isNarrowed, questionOf } from './library/filters.ts'
import { Letters } from './library/letters.ts'
import { NotInLibrary } from './library/not-there.ts'

const text = t.library.shelf
const PER_PAGE = 60

type Answer = RouteAnswer<'listItems'>

/** What is in the library that the address names. */
export function LibraryShelves() {
  const [, , id = ''] = place.value.path.split('/').map(decodeURIComponent)
  return html`<${Shelves} key=${id} id=${id} />`
}

function Shelves({ id }: { id: string }) {
  const filters = filtersOf(place.value.query)
  const question = { id, ...questionOf(filters), limit: PER_PAGE }
  const { answer: libraries } = useAnswer(() => api.listLibraries(), ['library.changed'])
  const { answer: known } = useAnswer(() => api.libraryFilters({ id }), ['library.changed'])
  const list = useEndless<PlexItem, Answer>(
    JSON.stringify(question),
    (cursor, signal) => api.listItems(cursor ? { ...question, cursor } : question, signal),
    ['library.changed'],
  )
  const { items, latest, error, busy, reload } = list
  const library = libraries?.items.find((one) => one.id === id)
  const change = (next: Filters): void => go(withQuery(place.value.path, next), { replace: true })
  if (error instanceof RequestFailed && error.code === 'NOT_FOUND') return html`<${NotInLibrary} />`
  const kind: PlexLibrary['kind'] = library?.kind ?? 'other'
  const title = library?.title ?? t.titles.library
  return html`<a class="back-link" href="/library"><${Icon} name="back" size=${16} />${text.back}</a>
    <${PageHead}
      title=${title}
      lead=${html`<p role="status">${latest ? text.of(latest.total, kind) : t.frame.loading}</p>`}
    />
    ${latest && html`<${StaleHint} of=${latest} />`}
    <${FilterForm} filters=${filters} known=${known} onChange=${change} />
    ${
      known &&
      known.letters.length > 0 &&
      html`<${Letters}
        letters=${known.letters}
        chosen=${filters.letter}
        onChoose=${(letter: string | undefined) => change({ ...filters, letter: letter ?? '' })}
      />`
    }
    <${PlexTrouble} error=${error} onRetry=${reload} />
    ${!items && error === undefined && html`<${PosterBars} many=${18} />`}
    ${
      items?.length === 0 &&
      !busy &&
      (isNarrowed(filters)
        ? html`<${Empty} icon="search" title=${text.noMatchTitle} text=${text.noMatch}>
            <button type="button" class="button" onClick=${() => change({})}>${t.library.filters.clear}</button>
          <//>`
        : html`<${Empty} icon="library" title=${text.emptyTitle} text=${text.empty} />`)
    }
    ${items && items.length > 0 && html`<${PlexGrid} list=${list} label=${title} moreOf=${moreOf} />`}`
}

const moreOf = ({ kind, year, leaves, context }: PlexItem): string | undefined =>
  context ??
  ([year, kind === 'show' && leaves !== null && t.plexItem.many('episode', leaves)]
    .filter((fact) => fact !== null && fact !== false)
    .join(' · ') ||
    undefined)
