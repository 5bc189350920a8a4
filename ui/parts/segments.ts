import { html } from 'htm/preact'

interface Props<T extends string> {
  label: string
  /** What can be chosen, in order, each with its word. */
  options: Readonly<Record<T, string>>
  chosen: T
  onChange: (chosen: T) => void
}

/** One of a few, side by side. */
export function Segments<T extends string>({ label, options, chosen, onChange }: Props<T>) {
  return html`<div class="segments" role="group" aria-label=${label}>
    ${(Object.entries(options) as [T, string][]).map(
      ([option, word]) =>
        html`<button key=${option} type="button" aria-pressed=${option === chosen} onClick=${() => onChange(option)}>
          ${word}
        </button>`,
    )}
  </div>`
}
