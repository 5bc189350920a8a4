import { html } from 'htm/preact'
import { useEffect, useRef } from 'preact/hooks'
import type { DeadLetter, Entry } from '../../contracts/journal.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { Icon } from '../parts/icon.ts'
import { focusTitle, PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { go, place, withQuery } from '../router.ts'
import { DeadLetters } from './journal/dead-letters.ts'
import { Detail } from './journal/detail.ts'
import { FilterForm } from './journal/filter-form.ts'
import { filterCount, filtersOf, type Filters } from './journal/filters-of.ts'
import { EntryList } from './journal/list.ts'
import { useQuestion } from './journal/use-question.ts'
import { usePages, type Pages } from './journal/use-pages.ts'

const text = t.journal
const MOST_CHOICES = 8
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Everything that happened; an entry opens beside the list, or in its place on a phone. */
export function Journal() {
  const { path, query } = place.value
  const chosen = /^\/journal\/(.+)$/.exec(path)?.[1]
  const dead = query.get('view') === 'dead'
  const filters = filtersOf(query)
  const view = dead ? 'dead' : undefined
  const at = (id: string | undefined): string => withQuery(id ? `/journal/${id}` : '/journal', { view, ...filters })
  const choose = (id: string): void => go(at(id))
  useReturnToRow(chosen)
  return html`<${PageHead} title=${t.titles.journal} lead=${html`<p>${text.lead}</p>`} />
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
          chosen && !UUID.test(chosen)
            ? html`<div class="panel">
                <a class="button button-quiet detail-back" href=${at(undefined)}><${Icon} name="back" />${text.back}</a>
                <${Empty} icon="inbox" title=${text.notThere.title} text=${text.notThere.text} />
              </div>`
            : chosen
              ? html`<${Detail} key=${chosen} id=${chosen} back=${at(undefined)} onChoose=${choose} />`
              : html`<p class="panel journal-hint muted">${text.choose}</p>`
        }
      </div>
    </div>`
}

/** Whoever comes back from an entry to a list that made room for it goes on at the row they came from. */
function useReturnToRow(chosen: string | undefined): void {
  const before = useRef(chosen)
  useEffect(() => {
    const from = before.current
    before.current = chosen
    if (chosen || !from || document.activeElement !== document.body) return
    const row = document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(from)}"] .entry-open`)
    if (row) row.focus()
    else focusTitle()
  }, [chosen])
}

interface ListProps {
  chosen: string | undefined
  onChoose: (id: string) => void
}

function All({ filters, chosen, onChoose }: ListProps & { filters: Filters }) {
  const { question, unclear, see, names } = useQuestion(filters)
  const pages = usePages<Entry>(JSON.stringify(question), (cursor, signal) =>
    api.readJournal(cursor ? { ...question, cursor } : question, signal),
  )
  const change = (next: Filters): void => go(withQuery(place.value.path, next), { replace: true })
  const narrowed = filterCount(filters) > 0
  see(pages.items ?? [])
  return html`<${FilterForm} filters=${filters} names=${names()} onChange=${change} />
    <div role="status">
      ${unclear.map(
        ({ filter, typed, options }) =>
          html`<${Choices}
            key=${filter}
            sentence=${text.filters.unclear[filter](typed)}
            options=${options}
            onPick=${(value: string) => change({ ...filters, [filter]: value })}
          />`,
      )}
    </div>
    <${Listed} pages=${pages}>
      ${
        pages.items?.length === 0
          ? html`<${Empty}
              icon="journal"
              title=${narrowed ? text.noMatchTitle : text.emptyTitle}
              text=${narrowed ? text.noMatch : text.empty}
            />`
          : html`<${EntryList} entries=${pages.items ?? []} chosen=${chosen} onChoose=${onChoose} />`
      }
    <//>`
}

interface ChoicesProps {
  sentence: string
  options: readonly string[]
  onPick: (value: string) => void
}

function Choices({ sentence, options, onPick }: ChoicesProps) {
  return html`<div class="choices">
    <p class="muted">${sentence}</p>
    <p class="chips">
      ${options
        .slice(0, MOST_CHOICES)
        .map(
          (value) =>
            html`<button key=${value} type="button" class="chip" onClick=${() => onPick(value)}>${value}</button>`,
        )}
    </p>
  </div>`
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
  const pressed = useRef(false)
  const end = useRef<HTMLParagraphElement>(null)
  // the button that was pressed is gone with the last page
  useEffect(() => {
    if (pressed.current && !hasMore && document.activeElement === document.body) {
      end.current?.focus({ preventScroll: true })
    }
    pressed.current = false
  }, [hasMore])
  return html`${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
  ${!items && error === undefined ? html`<${Bars} rows=${10} />` : items && children}
  ${
    hasMore &&
    html`<button
      type="button"
      class="button button-wide"
      aria-disabled=${loadingMore}
      onClick=${() => {
        pressed.current = true
        more()
      }}
    >
      ${loadingMore ? text.loadingMore : text.more}
    </button>`
  }
  ${items && items.length > 0 && !hasMore && html`<p class="muted small journal-end" tabindex="-1" ref=${end}>${text.end}</p>`}`
}
