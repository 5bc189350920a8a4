import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { Role } from '../../../contracts/auth.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { RoleSelect } from '../../parts/role-select.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { OneTimePassword } from './one-time-password.ts'

const text = t.people.adding

interface Props {
  onMade: () => void
  onClose: () => void
}

/** An account for somebody without Plex, and the password to hand them. */
export function AddPerson({ onMade, onClose }: Props) {
  const [username, setUsername] = useState('')
  const [role, setRole] = useState<Role>('user')
  const [tried, setTried] = useState(false)
  const [oneTime, setOneTime] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const { busy, error, submit, clear } = useSubmit(async () => {
    setTried(true)
    if (!username.trim()) return input.current?.focus()
    setOneTime((await api.addUser({ username: username.trim(), role })).oneTimePassword)
    onMade()
  })
  const taken = error instanceof RequestFailed && error.code === 'CONFLICT'
  if (oneTime !== undefined) {
    return html`<${OneTimePassword} name=${username.trim()} value=${oneTime} onClose=${onClose} />`
  }
  return html`<${Dialog} title=${text.title} onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        <p>${text.text}</p>
        ${error !== undefined && !taken && html`<${Problem} error=${error} />`}
        <${Field}
          label=${text.name}
          hint=${text.nameHint}
          error=${tried && !username.trim() ? text.nameMissing : taken ? text.nameTaken : undefined}
          control=${(ties: object) =>
            html`<input
              ...${ties}
              ref=${input}
              data-first
              name="new-person"
              autocomplete="off"
              autocapitalize="none"
              spellcheck=${false}
              maxlength="64"
              value=${username}
              onInput=${(event: Event) => {
                setUsername((event.currentTarget as HTMLInputElement).value)
                if (taken) clear()
              }}
            />`}
        />
        <${RoleSelect} role=${role} onChange=${setRole} />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t.frame.cancel}</button>
        <button type="submit" class="button button-primary" aria-disabled=${busy}>
          ${busy ? text.busy : text.submit}
        </button>
      </footer>
    </form>
  <//>`
}
