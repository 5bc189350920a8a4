import { html } from 'htm/preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { Icon } from '../../parts/icon.ts'
import { filterCount, type Filters } from './filters-of.ts'

const text = t.journal.filters
const TYPING_MS = 200
type Ties = Record<string, unknown>

interface Props {
  filters: Filters
  /** Who stands in the list, to choose from. */
  names: readonly string[]
  onChange: (filters: Filters) => void
}

/** Filters take hold as one types. On a phone they wait behind a button. */
export function FilterForm({ filters, names, onChange }: Props) {
  const [typed, setTyped] = useState(filters)
  const [shown, setShown] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const list = useId()
  const people = useId()
  const key = JSON.stringify(filters)
  // links elsewhere on the page change the filters too
  useEffect(() => setTyped(filters), [key])
  useEffect(() => () => clearTimeout(timer.current), [])
  const set = (name: keyof Filters, value: string, atOnce: boolean): void => {
    const next = { ...typed, [name]: value }
    setTyped(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onChange(next), atOnce ? 0 : TYPING_MS)
  }
  const input = (name: keyof Filters, label: string, more: Ties = {}) =>
    html`<${Field}
      label=${label}
      control=${(ties: Ties) =>
        html`<input
          ...${ties}
          ...${more}
          autocomplete="off"
          spellcheck=${false}
          value=${typed[name] ?? ''}
          onInput=${(event: Event) => set(name, (event.currentTarget as HTMLInputElement).value, more['type'] !== undefined)}
        />`}
    />`
  const select = (name: keyof Filters, label: string, any: string, options: Record<string, string>) =>
    html`<${Field}
      label=${label}
      control=${(ties: Ties) =>
        html`<select
          ...${ties}
          value=${typed[name] ?? ''}
          onChange=${(event: Event) => set(name, (event.currentTarget as HTMLSelectElement).value, true)}
        >
          <option value="">${any}</option>
          ${Object.entries(options).map(([value, word]) => html`<option key=${value} value=${value}>${word}</option>`)}
        </select>`}
    />`
  const many = filterCount(filters)
  return html`<form
    class="filters ${shown ? 'filters-shown' : ''}"
    role="search"
    aria-label=${text.label}
    onSubmit=${(event: Event) => event.preventDefault()}
  >
    <div class="filters-bar">
      <button type="button" class="button filters-toggle" aria-expanded=${shown} onClick=${() => setShown(!shown)}>
        <${Icon} name="filter" />${text.show}${many > 0 && html`<span class="tag">${many}</span>`}
      </button>
      ${
        filters.correlationId &&
        html`<button type="button" class="chip" onClick=${() => onChange({ ...filters, correlationId: '' })}>
          ${text.correlationOf(filters.correlationId)}<${Icon} name="close" size=${16} />
        </button>`
      }
      ${
        many > 0 &&
        html`<button type="button" class="button button-quiet" onClick=${() => onChange({})}>${text.clear}</button>`
      }
    </div>
    <div class="filters-fields">
      ${select('domain', text.domain, text.domainAny, t.facts.domains)}
      ${input('type', text.type, { list, placeholder: text.typeHint })}
      ${input('key', text.key, { placeholder: text.keyHint })}
      ${input('actor', text.actor, { list: people, placeholder: text.actorHint })}
      ${select('kind', text.kind, text.kindAny, t.journal.kinds)}
      ${input('from', text.from, { type: 'datetime-local' })} ${input('to', text.to, { type: 'datetime-local' })}
    </div>
    <datalist id=${people}>${names.map((name) => html`<option key=${name} value=${name}></option>`)}</datalist>
    <datalist id=${list}>${t.facts.types.map((type) => html`<option key=${type} value=${type}></option>`)}</datalist>
  </form>`
}
