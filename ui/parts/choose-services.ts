import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { byName } from '../format/locale.ts'
import { t } from '../messages.ts'
import { services } from '../state/board.ts'
import { CheckBox } from './check-box.ts'

const text = t.rules.services
/** From how many on one searches. */
const SEARCHED = 8

interface Chosen {
  groups: readonly string[]
  serviceIds: readonly string[]
}

interface Props extends Chosen {
  onChange: (chosen: Chosen) => void
}

/** The list with or without one of its values. */
export const toggled = <T>(list: readonly T[], value: T, on: boolean): T[] =>
  on ? [...list.filter((one) => one !== value), value] : list.filter((one) => one !== value)

/** Some groups and some services of those on the board. */
export function ChooseServices({ groups, serviceIds, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const known = (services.value ?? []).toSorted((a, b) => byName(a.name, b.name))
  // what was chosen once and is gone stays until somebody takes it off
  const names = [...new Set([...known.flatMap(({ group }) => group ?? []), ...groups])].toSorted(byName)
  const sought = typed.trim().toLowerCase()
  const shown = known.filter(({ name }) => name.toLowerCase().includes(sought))
  if (known.length === 0) return html`<p class="muted">${text.none}</p>`
  return html`<fieldset class="options">
      <legend>
        ${text.groups}${groups.length > 0 && html` <span class="tag">${text.chosen(groups.length)}</span>`}
      </legend>
      ${names.length === 0 && html`<p class="muted small">${text.noGroup}</p>`}
      ${names.map(
        (name) =>
          html`<${CheckBox}
            key=${name}
            label=${name}
            checked=${groups.includes(name)}
            onChange=${(on: boolean) => onChange({ groups: toggled(groups, name, on), serviceIds })}
          />`,
      )}
    </fieldset>
    <fieldset class="options">
      <legend>
        ${text.services}${serviceIds.length > 0 && html` <span class="tag">${text.chosen(serviceIds.length)}</span>`}
      </legend>
      ${
        known.length > SEARCHED &&
        html`<input
          type="search"
          aria-label=${text.search}
          placeholder=${text.search}
          autocomplete="off"
          value=${typed}
          onInput=${(event: Event) => setTyped((event.currentTarget as HTMLInputElement).value)}
        />`
      }
      <div
        class="options-scroll"
        role="group"
        aria-label=${text.services}
        tabindex=${shown.length > SEARCHED ? 0 : undefined}
      >
        ${shown.length === 0 && html`<p class="muted small">${text.noMatch}</p>`}
        ${shown.map(
          ({ id, name }) =>
            html`<${CheckBox}
              key=${id}
              label=${name}
              checked=${serviceIds.includes(id)}
              onChange=${(on: boolean) => onChange({ groups, serviceIds: toggled(serviceIds, id, on) })}
            />`,
        )}
      </div>
    </fieldset>`
}
