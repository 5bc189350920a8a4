import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { RequestStatus } from '../../../contracts/media.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { Icon } from '../../parts/icon.ts'
import { SearchField } from '../../parts/search-field.ts'
import { isAdmin } from '../../state/session.ts'
import type { Filters } from './filters.ts'

const text = t.requests.filters
type Choice = readonly [value: string, word: string]

const STATUSES: readonly Choice[] = [
  ['', text.all],
  ['open', text.open],
  ...(Object.entries(t.requests.status) as [RequestStatus, string][]),
]

interface Props {
  filters: Filters
  onChange: (filters: Filters) => void
}

/** What is shown of the requests; takes hold at once. On a phone it waits behind a button. */
export function FilterForm({ filters, onChange }: Props) {
  const [shown, setShown] = useState(false)
  const select = (name: keyof Filters, label: string, choices: readonly Choice[]) =>
    html`<${Field}
      label=${label}
      control=${(ties: object) =>
        html`<select
          ...${ties}
          name=${name}
          onChange=${(event: Event) =>
            onChange({ ...filters, [name]: (event.currentTarget as HTMLSelectElement).value })}
        >
          ${choices.map(
            ([value, word]) =>
              html`<option key=${value} value=${value} selected=${(filters[name] ?? '') === value}>${word}</option>`,
          )}
        </select>`}
    />`
  const many = Object.values(filters).filter(Boolean).length
  return html`<form
    class="filters alert-filters ${shown ? 'filters-shown' : ''}"
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
      ${select('filter', text.filter, STATUSES)}
      ${select('type', text.type, [['', text.anyType], ...Object.entries(text.types)])}
      ${
        isAdmin() &&
        select('whose', text.whose, [
          ['', text.everybody],
          ['mine', text.mine],
        ])
      }
      ${select('sort', text.sort, [
        ['', text.sorts.added],
        ['modified', text.sorts.modified],
        ['title', text.sorts.title],
      ])}
      <${SearchField}
        label=${text.search}
        search=${filters.search ?? ''}
        onSettled=${(search: string) => onChange({ ...filters, search })}
      />
    </div>
  </form>`
}
