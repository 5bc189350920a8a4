import { html } from 'htm/preact'
import { CopyButton } from './copy-button.ts'

interface Props {
  label: string
  value: string
  copy: string
}

/** A secret that is shown this one time, ready to be copied. */
export const ShownOnce = ({ label, value, copy }: Props) =>
  html`<div class="webhook-address">
    <input
      class="mono"
      readonly
      data-first
      value=${value}
      aria-label=${label}
      onFocus=${(event: Event) => (event.currentTarget as HTMLInputElement).select()}
    />
    <${CopyButton} text=${value} label=${copy} />
  </div>`
