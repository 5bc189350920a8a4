import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { t } from '../messages.ts'
import { Icon } from './icon.ts'

interface Props {
  name: string
  autocomplete: 'current-password' | 'new-password'
  value: string
  onInput: (value: string) => void
  ties: Record<string, unknown>
}

/** A password that can be looked at while it is typed. */
export function PasswordInput({ name, autocomplete, value, onInput, ties }: Props) {
  const [shown, setShown] = useState(false)
  return html`<div class="input-with-action">
    <input
      ...${ties}
      name=${name}
      type=${shown ? 'text' : 'password'}
      autocomplete=${autocomplete}
      autocapitalize="none"
      spellcheck=${false}
      value=${value}
      onInput=${(event: Event) => onInput((event.currentTarget as HTMLInputElement).value)}
    />
    <button
      type="button"
      class="button-icon"
      aria-pressed=${shown}
      aria-label=${shown ? t.signIn.hide : t.signIn.show}
      onClick=${() => setShown(!shown)}
    >
      <${Icon} name=${shown ? 'eyeOff' : 'eye'} />
    </button>
  </div>`
}
