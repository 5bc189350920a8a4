import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { PasswordInput } from '../../parts/password-input.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'

interface Props {
  remember: boolean
  /** Where there is a keyboard at hand: on a phone one would cover half the page at once. */
  focus: boolean
  onAnswer: (answer: RouteAnswer<'signIn'>) => void
}

/** Name and password, as password managers know them. */
export function PasswordDoor({ remember, focus, onAnswer }: Props) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const lead = (name: string): void => form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus()
  useEffect(() => {
    if (focus) lead('username')
  }, [])
  const { busy, error, submit } = useSubmit(async () => {
    setTried(true)
    if (!username.trim()) return lead('username')
    if (!password) return lead('password')
    onAnswer(await api.signIn({ username: username.trim(), password, remember }))
  })
  return html`<form class="form" ref=${form} onSubmit=${submit} novalidate>
    ${error !== undefined && html`<${Problem} error=${error} />`}
    <${Field}
      label=${t.signIn.name}
      error=${tried && !username.trim() ? t.signIn.nameMissing : undefined}
      control=${(ties: object) =>
        html`<input
          ...${ties}
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck=${false}
          maxlength="64"
          value=${username}
          onInput=${(event: Event) => setUsername((event.currentTarget as HTMLInputElement).value)}
        />`}
    />
    <${Field}
      label=${t.signIn.password}
      error=${tried && !password ? t.signIn.passwordMissing : undefined}
      control=${(ties: object) =>
        html`<${PasswordInput}
          name="password"
          autocomplete="current-password"
          value=${password}
          onInput=${setPassword}
          ties=${ties}
        />`}
    />
    <button class="button button-wide" type="submit" aria-disabled=${busy}>
      ${busy ? t.signIn.busy : t.signIn.submit}
    </button>
  </form>`
}
