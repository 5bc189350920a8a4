import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Empty } from '../../parts/empty.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { go, place } from '../../router.ts'
import { useList } from '../../state/use-list.ts'
import { PeopleTable } from './people-table.ts'
import { PersonSheet } from './person-sheet.ts'

const text = t.people
const CHANGED_BY = [
  'auth.user-added',
  'auth.user-updated',
  'auth.user-removed',
  'auth.signed-in',
  'auth.signed-out',
  'auth.two-factor-changed',
] as const
const PER_PAGE = 50
/** While somebody types, only the last word is asked for. */
const TYPING_MS = 200

/** Everybody with an account; an address below opens one of them. */
export function Directory({ made }: { made: number }) {
  const [typed, setTyped] = useState('')
  const search = useSettled(typed.trim(), TYPING_MS)
  const list = useList(
    search,
    (cursor, signal) =>
      api.listUsers({ limit: PER_PAGE, ...(search && { search }), ...(cursor && { cursor }) }, signal),
    CHANGED_BY,
  )
  const first = useRef(true)
  useEffect(() => {
    if (!first.current) list.reload()
    first.current = false
  }, [made])
  const asked = /^\/people\/([\w-]+)$/.exec(place.value.path)?.[1]
  const { items, error, hasMore, more, reload } = list
  return html`<div class="search-line">
      <input
        type="search"
        name="search"
        aria-label=${text.search}
        placeholder=${text.search}
        autocomplete="off"
        maxlength="100"
        value=${typed}
        onInput=${(event: Event) => setTyped((event.currentTarget as HTMLInputElement).value)}
      />
      <span class="unseen" role="status">${items && text.shown(items.length)}</span>
    </div>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!items && error === undefined && html`<${Bars} />`}
    ${
      items?.length === 0 &&
      (search
        ? html`<${Empty} icon="people" title=${text.emptySearch} text=${text.emptySearchText} />`
        : html`<${Empty} icon="people" title=${text.emptyTitle} text=${text.emptyText} />`)
    }
    ${items && items.length > 0 && html`<${PeopleTable} people=${items} />`}
    ${hasMore && html`<button type="button" class="button more-button" onClick=${more}>${text.more}</button>`}
    ${asked && html`<${PersonSheet} key=${asked} id=${asked} onChanged=${reload} onClose=${() => go('/people')} />`}`
}

/** A value once it has stayed the same for a while. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
