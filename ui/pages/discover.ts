import '../style/requests.css'
import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Segments } from '../parts/segments.ts'
import { PosterBars } from '../parts/poster-bars.ts'
import { go, place } from '../router.ts'
import { addressOf, questionOf, type Question, type SearchType } from './discover/address.ts'
import { Recent } from './discover/recent.ts'
import { Results } from './discover/results.ts'
import { useSearch, type Search } from './discover/use-search.ts'

const text = t.discover
/** While somebody types, only the last word is asked for. */
const TYPING_MS = 250

/** Looks for titles as one types; what is looked for stands in the address. */
export function Discover() {
  const question = questionOf(place.value.query)
  const search = useSearch(question)
  const ask = (next: Question): void => go(addressOf(next), { replace: true })
  return html`<${PageHead} title=${t.titles.discover} lead=${html`<p>${text.lead}</p>`} />
    <form class="discover-form" role="search" onSubmit=${(event: Event) => event.preventDefault()}>
      <${SearchField}
        query=${question.query}
        onSettled=${(query: string) => ask({ ...questionOf(place.value.query), query })}
      />
      <${Segments}
        label=${text.type}
        options=${text.types}
        chosen=${question.type}
        onChange=${(type: SearchType) => ask({ ...questionOf(place.value.query), type })}
      />
    </form>
    <${Found} question=${question} search=${search} ask=${ask} />`
}

/** Text that is typed, told on when it rests; what the back button brings is put in. */
function SearchField({ query, onSettled }: { query: string; onSettled: (query: string) => void }) {
  const [typed, setTyped] = useState(query)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const settle = (value: string): void => {
    clearTimeout(timer.current)
    timer.current = undefined
    onSettled(value.trim())
  }
  useEffect(() => {
    if (timer.current === undefined && query !== typed.trim()) setTyped(query)
  }, [query])
  useEffect(() => () => clearTimeout(timer.current), [])
  const onInput = (event: Event): void => {
    const { value } = event.currentTarget as HTMLInputElement
    setTyped(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => settle(value), TYPING_MS)
  }
  return html`<input
    type="search"
    name="query"
    aria-label=${text.search}
    placeholder=${text.search}
    autocomplete="off"
    maxlength="200"
    value=${typed}
    onInput=${onInput}
    onKeyDown=${(event: KeyboardEvent) => event.key === 'Enter' && settle(typed)}
  />`
}

interface FoundProps {
  question: Question
  search: Search
  ask: (question: Question) => void
}

function Found({ question, search, ask }: FoundProps) {
  const { found, error, busy, again } = search
  const { query, type } = question
  const unasked = found?.to.type === 'music' ? text.albumsSeen : text.trending
  const label = found?.to.query ? text.results(found.to.query) : unasked
  const older = busy && (found?.to.query !== query || found.to.type !== type)
  const nothing = found && found.items.length === 0 && !busy
  return html`<p class="unseen" role="status">
      ${found && !busy && found.to.query && text.found(found.totalResults, found.to.query)}
    </p>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${again} />`}
    ${found?.notice && html`<div class="hint" role="status"><p>${found.notice}</p></div>`}
    ${query === '' && type === 'all' && error === undefined && html`<${Recent} />`}
    ${!found && error === undefined && html`<${PosterBars} />`}
    ${
      nothing &&
      error === undefined &&
      html`<${Empty}
        icon="search"
        title=${query ? text.emptyTitle(query) : text.nothingTitle}
        text=${query ? (found.notice ? text.emptyMemory : text.empty) : text.nothing}
      >
        ${
          type !== 'all' &&
          html`<button type="button" class="button" onClick=${() => ask({ query, type: 'all' })}>
            ${text.emptyType}
          </button>`
        }
      <//>`
    }
    ${
      found &&
      found.items.length > 0 &&
      html`<section class="section" aria-labelledby="found-title" aria-busy=${older}>
        <h2 id="found-title">${label}</h2>
        <${Results} items=${found.items} search=${search} label=${label} />
      </section>`
    }`
}
