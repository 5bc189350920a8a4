import { html } from 'htm/preact'

interface Props<T extends string> {
  legend: string
  name: string
  choices: readonly (readonly [value: T, word: string])[]
  value: T
  onChange: (value: T) => void
}

/** One of a few, all in sight. */
export function RadioGroup<T extends string>({ legend, name, choices, value, onChange }: Props<T>) {
  return html`<fieldset class="options">
    <legend>${legend}</legend>
    ${choices.map(
      ([one, word]) =>
        html`<label key=${one} class="check">
          <input type="radio" name=${name} value=${one} checked=${one === value} onChange=${() => onChange(one)} />
          <span>${word}</span>
        </label>`,
    )}
  </fieldset>`
}
