import { html } from 'htm/preact'
import type { DeadLetter, Entry } from '../../contracts/journal.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { go, place, withQuery } from '../router.ts'
import { DeadLetters } from './journal/dead-letters.ts'
import { Detail } from './journal/detail.ts'
import { FilterForm } from './journal/filter-form.ts'
import { filterCount, filtersOf, questionOf, typesLike, type Filters } from './journal/filters-of.ts'
import { EntryList } from './journal/list.ts'
import { usePages, type Pages } from './journal/use-pages.ts'

const text = t.journal

/** Everything that happened; an entry opens beside the list, or in its place on a phone. */
export function Journal() {
  const { path, query } = place.value
  const chosen = /^\/journal\/(.+)$/.exec(path)?.[1]
  const dead = query.get('view') === 'dead'
  const filters = filtersOf(query)
  const view = dead ? 'dead' : undefined
  const at = (id: string | undefined): string => withQuery(id ? `/journal/${id}` : '/journal', { view, ...filters })
  const choose = (id: string): void => go(at(id))
  return html`<${PageHead} title=${text.title} lead=${html`<p>${text.lead}</p>`} />
    <div class="journal ${chosen ? 'journal-chosen' : ''}">
      <div class="journal-list">
        <nav class="tabs" aria-label=${text.tabs.label}>
          <a href="/journal" aria-current=${dead ? undefined : 'true'}>${text.tabs.all}</a>
          <a href="/journal?view=dead" aria-current=${dead ? 'true' : undefined}>${text.tabs.dead}</a>
        </nav>
        ${
          dead
            ? html`<${Dead} chosen=${chosen} onChoose=${choose} />`
            : html`<${All} filters=${filters} chosen=${chosen} onChoose=${choose} />`
        }
      </div>
      <div class="journal-detail">
        ${
          chosen
            ? html`<${Detail} key=${chosen} id=${chosen} back=${at(undefined)} onChoose=${choose} />`
            : html`<p class="panel journal-hint muted">${text.choose}</p>`
        }
      </div>
    </div>`
}

interface ListProps {
  chosen: string | undefined
  onChoose: (id: string) => void
}

function All({ filters, chosen, onChoose }: ListProps & { filters: Filters }) {
  const question = questionOf(filters)
  const pages = usePages<Entry>(JSON.stringify(question), (cursor, signal) =>
    api.readJournal(cursor ? { ...question, cursor } : question, signal),
  )
  const change = (next: Filters): void => go(withQuery(place.value.path, next), { replace: true })
  const narrowed = filterCount(filters) > 0
  const like = filters.type ? typesLike(filters.type).slice(0, 6) : []
  return html`<${FilterForm} filters=${filters} onChange=${change} />
    <${Listed} pages=${pages}>
      ${
        pages.items?.length === 0
          ? html`<${Empty}
              icon="journal"
              title=${narrowed ? text.noMatchTitle : text.emptyTitle}
              text=${narrowed ? text.noMatch : text.empty}
            >
              ${like.length > 0 && html`<${Suggestions} types=${like} onPick=${(type: string) => change({ ...filters, type })} />`}
            <//>`
          : html`<${EntryList} entries=${pages.items ?? []} chosen=${chosen} onChoose=${onChoose} />`
      }
    <//>`
}

function Suggestions({ types, onPick }: { types: readonly string[]; onPick: (type: string) => void }) {
  return html`<p class="muted">${text.didYouMean}</p>
    <p class="chips">
      ${types.map(
        (type) => html`<button key=${type} type="button" class="chip" onClick=${() => onPick(type)}>${type}</button>`,
      )}
    </p>`
}

function Dead({ chosen, onChoose }: ListProps) {
  const pages = usePages<DeadLetter>('dead', (cursor, signal) => api.listDeadLetters(cursor ? { cursor } : {}, signal))
  return html`<${Listed} pages=${pages}>
    ${
      pages.items?.length === 0
        ? html`<${Empty} icon="inbox" title=${text.deadEmptyTitle} text=${text.deadEmpty} />`
        : html`<${DeadLetters} letters=${pages.items ?? []} chosen=${chosen} onChoose=${onChoose} />`
    }
  <//>`
}

function Listed({ pages, children }: { pages: Pages<{ id: string }>; children?: unknown }) {
  const { items, error, hasMore, loadingMore, more, reload } = pages
  return html`${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
  ${!items && error === undefined ? html`<${Bars} rows=${10} />` : items && children}
  ${
    hasMore &&
    html`<button type="button" class="button button-wide" aria-disabled=${loadingMore} onClick=${more}>
      ${loadingMore ? text.loadingMore : text.more}
    </button>`
  }
  ${items && items.length > 0 && !hasMore && html`<p class="muted small journal-end">${text.end}</p>`}`
}
