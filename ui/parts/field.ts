import { html } from 'htm/preact'
import { useId } from 'preact/hooks'

interface Props {
  label: string
  hint?: string | undefined
  error?: string | undefined
  /** The control; it is handed the attributes that tie it to its label, hint and error. */
  control: (ties: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': 'true' | undefined }) => unknown
}

/** A labelled control with a hint, and with what is wrong right below it. */
export function Field({ label, hint, error, control }: Props) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return html`<div class="field ${error ? 'field-wrong' : ''}">
    <label for=${id}>${label}</label>
    ${control({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? 'true' : undefined })}
    ${hint && html`<p class="field-hint" id="${id}-hint">${hint}</p>`}
    <div role="status">${error && html`<p class="field-error" id="${id}-error">${error}</p>`}</div>
  </div>`
}
