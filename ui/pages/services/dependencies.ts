import { html } from 'htm/preact'
import { useId, useState } from 'preact/hooks'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { Icon } from '../../parts/icon.ts'
import { valueOf } from './inputs.ts'

const text = t.services.fields
/** More than that, and a word in the filter is quicker. */
const SHOWN = 60

export interface Other {
  id: string
  name: string
}

interface Props {
  chosen: readonly string[]
  others: readonly Other[]
  error: string | undefined
  onChange: (chosen: readonly string[]) => void
}

/** Chooses among the other services: what is chosen stands on top, the rest is found by its name. */
export function Dependencies({ chosen, others, error, onChange }: Props) {
  const id = useId()
  if (others.length === 0) return null
  const names = new Map(others.map((other) => [other.id, other.name]))
  return html`<fieldset class="field picker" aria-describedby="${id}-hint">
    <legend>${text.dependsOn}</legend>
    <${Chosen}
      chosen=${chosen}
      names=${names}
      onTakeOut=${(out: string) => onChange(chosen.filter((c) => c !== out))}
    />
    <details class="more" open=${chosen.length > 0 || undefined}>
      <summary>${text.dependsFilter}</summary>
      <${Picker} chosen=${chosen} others=${others} label=${text.dependsFilter} onChange=${onChange} />
    </details>
    <p class="field-hint" id="${id}-hint">${text.dependsOnHint}</p>
    <div role="status">${error && html`<p class="field-error">${error}</p>`}</div>
  </fieldset>`
}

interface ChosenProps {
  chosen: readonly string[]
  names: ReadonlyMap<string, string>
  onTakeOut: (id: string) => void
}

const Chosen = ({ chosen, names, onTakeOut }: ChosenProps) =>
  html`<div class="chips" aria-live="polite">
    ${chosen.length === 0 && html`<span class="muted">${text.dependsNone}</span>`}
    ${chosen.map(
      (id) =>
        html`<button
          key=${id}
          type="button"
          class="chip"
          aria-label=${text.takeOut(names.get(id) ?? id)}
          onClick=${() => onTakeOut(id)}
        >
          ${names.get(id) ?? id}<${Icon} name="close" size=${16} />
        </button>`,
    )}
  </div>`

interface PickerProps {
  chosen: readonly string[]
  others: readonly Other[]
  label: string
  onChange: (chosen: readonly string[]) => void
}

/** Boxes to tick, with a filter once there are many. */
export function Picker({ chosen, others, label, onChange }: PickerProps) {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  const fitting = others.filter(({ name }) => name.toLowerCase().includes(wanted))
  const toggle = (id: string, on: boolean): void =>
    onChange(on ? [...chosen, id] : chosen.filter((each) => each !== id))
  return html`${
      others.length > 8 &&
      html`<input
        type="search"
        aria-label=${label}
        placeholder=${label}
        autocomplete="off"
        value=${typed}
        onInput=${(event: Event) => setTyped(valueOf(event))}
      />`
    }
    <div class="picker-list" role="group" aria-label=${label} tabindex="0">
      ${fitting.length === 0 && html`<p class="muted">${text.dependsNoMatch}</p>`}
      ${fitting
        .slice(0, SHOWN)
        .map(
          ({ id, name }) =>
            html`<${CheckBox}
              key=${id}
              label=${name}
              checked=${chosen.includes(id)}
              onChange=${(on: boolean) => toggle(id, on)}
            />`,
        )}
    </div>`
}
