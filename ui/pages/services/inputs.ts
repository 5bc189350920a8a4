import { html } from 'htm/preact'
import type { Draft } from './draft.ts'

/** What ties a control to its label, and whatever else it carries. */
export type Ties = Record<string, unknown>

export const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement).value

/** Makers of the controls of a form, for `Field`. */
export function inputsOf(draft: Draft, onChange: (change: Partial<Draft>) => void) {
  const input =
    (name: keyof Draft, more: Ties = {}) =>
    (ties: Ties) =>
      html`<input
        ...${ties}
        ...${more}
        name=${name}
        autocomplete="off"
        value=${draft[name]}
        onInput=${(event: Event) => onChange({ [name]: valueOf(event) })}
      />`
  const number = (name: keyof Draft, unit: string) => (ties: Ties) =>
    html`<div class="input-with-unit">
      ${input(name, { inputmode: 'numeric' })(ties)}<span class="muted">${unit}</span>
    </div>`
  return { input, number }
}
