import { html } from 'htm/preact'

interface Props {
  label: string
  checked: boolean
  name?: string
  onChange: (checked: boolean) => void
}

/** A choice that is on or off, with its words to click on. */
export function CheckBox({ label, checked, name, onChange }: Props) {
  return html`<label class="check">
    <input
      type="checkbox"
      name=${name}
      checked=${checked}
      onChange=${(event: Event) => onChange((event.currentTarget as HTMLInputElement).checked)}
    />
    <span>${label}</span>
  </label>`
}
