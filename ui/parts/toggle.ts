import { html } from 'htm/preact'
import { useId } from 'preact/hooks'

interface Props {
  label: string
  hint?: string | undefined
  checked: boolean
  onChange: (checked: boolean) => void
}

/** On or off. The word beside it is its label, so that a touch on either turns it. */
export function Toggle({ label, hint, checked, onChange }: Props) {
  const id = useId()
  return html`<div class="field toggle">
    <input
      id=${id}
      type="checkbox"
      role="switch"
      checked=${checked}
      aria-describedby=${hint ? `${id}-hint` : undefined}
      onChange=${(event: Event) => onChange((event.currentTarget as HTMLInputElement).checked)}
    />
    <div>
      <label for=${id}>${label}</label>
      ${hint && html`<p class="field-hint" id="${id}-hint">${hint}</p>`}
    </div>
  </div>`
}
