import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { SEVERITIES } from '../../../contracts/alert-kinds.ts'
import { byName } from '../../format/locale.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { Icon } from '../../parts/icon.ts'
import { services } from '../../state/board.ts'
import type { Filters } from './filters.ts'

const text = t.alerts.filters
type Choice = readonly [value: string, word: string]

interface Props {
  filters: Filters
  onChange: (filters: Filters) => void
}

/** What is shown of the alerts; takes hold at once. On a phone it waits behind a button. */
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
  const known = (services.value ?? []).toSorted((a, b) => byName(a.name, b.name))
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
      ${select('state', text.state, Object.entries(text.states))}
      ${select('severity', text.severity, [
        ['', text.anySeverity],
        ...SEVERITIES.toReversed().map((one) => [one, t.alerts.severity[one]] as const),
      ])}
      ${select('service', text.service, [['', text.anyService], ...known.map(({ id, name }) => [id, name] as const)])}
    </div>
  </form>`
}
