import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { Field } from '../../parts/field.ts'
import { Icon } from '../../parts/icon.ts'
import { SearchField } from '../../parts/search-field.ts'
import { type Filters, type Order, type Sort, sortOf, usualOrder } from './filters.ts'

const text = t.library.filters
type Choice = readonly [value: string, word: string]

interface Props {
  filters: Filters
  /** What there is to choose from; undefined until it is known. */
  known: RouteAnswer<'libraryFilters'> | undefined
  onChange: (filters: Filters) => void
}

/** What is shown of a library, and in which order; takes hold at once. On a phone it waits behind a button. */
export function FilterForm({ filters, known, onChange }: Props) {
  const [shown, setShown] = useState(false)
  const sort = sortOf(filters)
  const usual = usualOrder(sort)
  const select = (name: keyof Filters, label: string, choices: readonly Choice[], chosen = filters[name] ?? '') =>
    html`<${Field}
      label=${label}
      control=${(ties: object) =>
        html`<select
          ...${ties}
          name=${name}
          onChange=${(event: Event) => onChange(chose(filters, name, (event.currentTarget as HTMLSelectElement).value))}
        >
          ${choices.map(
            ([value, word]) => html`<option key=${value} value=${value} selected=${chosen === value}>${word}</option>`,
          )}
        </select>`}
    />`
  const many = Object.values(filters).filter(Boolean).length
  return html`<form
    class="filters library-filters ${shown ? 'filters-shown' : ''}"
    role="search"
    aria-label=${text.label}
    onSubmit=${(event: Event) => event.preventDefault()}
  >
    <div class="filters-bar">
      <button type="button" class="button filters-toggle" aria-expanded=${shown} onClick=${() => setShown(!shown)}>
        <${Icon} name="filter" />${text.show}${many > 0 && html`<span class="tag">${many}</span>`}
      </button>
      ${
        many > 0 &&
        html`<button type="button" class="button button-quiet" onClick=${() => onChange({})}>${text.clear}</button>`
      }
    </div>
    <div class="filters-fields">
      <${SearchField}
        label=${text.search}
        search=${filters.search ?? ''}
        onSettled=${(search: string) => onChange({ ...filters, search })}
      />
      ${select('genre', text.genre, [
        ['', text.any],
        ...(known?.genres ?? []).map(({ genre, count }): Choice => [genre, text.counted(genre, count)]),
      ])}
      ${select('year', text.year, [
        ['', text.any],
        ...(known?.years ?? []).map(({ year, count }): Choice => [String(year), text.counted(String(year), count)]),
      ])}
      ${select('sort', text.sort, Object.entries(text.sorts), sort)}
      ${select(
        'order',
        text.order,
        ([usual, usual === 'asc' ? 'desc' : 'asc'] as Order[]).map((order): Choice => [
          order,
          text.orders[sort][order],
        ]),
        filters.order ?? usual,
      )}
      <${CheckBox}
        label=${text.unwatched}
        name="unwatched"
        checked=${Boolean(filters.unwatched)}
        onChange=${(checked: boolean) => onChange({ ...filters, unwatched: checked ? 'yes' : '' })}
      />
    </div>
  </form>`
}

/** Another thing to sort by begins with its usual order, which is not worth a word in the address. */
function chose(filters: Filters, name: keyof Filters, value: string): Filters {
  if (name === 'sort') return { ...filters, sort: value === 'title' ? '' : value, order: '' }
  if (name === 'order') return { ...filters, order: value === usualOrder(sortOf(filters) satisfies Sort) ? '' : value }
  return { ...filters, [name]: value }
}
