import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { humanised } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { Icon } from '../../parts/icon.ts'
import { auditedOf, type Filters } from './question.ts'

const text = t.audit.filters
const TYPING_MS = 250
type Ties = Record<string, unknown>

interface Props {
  filters: Filters
  onChange: (filters: Filters) => void
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement).value
const wordOf = (type: string): string => t.audit.types[type] ?? humanised(type.slice(type.indexOf('.') + 1))
const GROUPS = [...Map.groupBy(auditedOf(t.facts.types), (type) => type.split('.')[0] ?? '')]

/** Filters take hold as one types. On a phone they wait behind a button. */
export function FilterForm({ filters, onChange }: Props) {
  const [typed, setTyped] = useState(filters)
  const [shown, setShown] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setTyped(filters), [JSON.stringify(filters)])
  useEffect(() => () => clearTimeout(timer.current), [])
  const set = (name: keyof Filters, value: string, ms = 0): void => {
    const next = { ...typed, [name]: value }
    setTyped(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onChange(next), ms)
  }
  const input = (name: keyof Filters, label: string, more: Ties, ms: number) =>
    html`<${Field}
      label=${label}
      control=${(ties: Ties) =>
        html`<input
          ...${ties}
          ...${more}
          autocomplete="off"
          spellcheck=${false}
          value=${typed[name] ?? ''}
          onInput=${(event: Event) => set(name, valueOf(event), ms)}
        />`}
    />`
  const many = Object.values(filters).filter(Boolean).length
  return html`<form
    class="filters audit-filters ${shown ? 'filters-shown' : ''}"
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
      ${input('who', text.who, { placeholder: text.whoHint }, TYPING_MS)}
      <${Field}
        label=${text.type}
        control=${(ties: Ties) =>
          html`<select ...${ties} value=${typed.type ?? ''} onChange=${(event: Event) => set('type', valueOf(event))}>
            <option value="">${text.anyType}</option>
            ${GROUPS.map(
              ([domain, types]) =>
                html`<optgroup key=${domain} label=${t.facts.domains[domain] ?? humanised(domain)}>
                  ${types.map((type) => html`<option key=${type} value=${type}>${wordOf(type)}</option>`)}
                </optgroup>`,
            )}
          </select>`}
      />
      ${input('what', text.what, { placeholder: text.whatHint }, TYPING_MS)}
      ${input('from', text.from, { type: 'date' }, 0)} ${input('to', text.to, { type: 'date' }, 0)}
    </div>
  </form>`
}
