import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { PasswordInput } from '../../parts/password-input.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'

const text = t.signIn.invitation
const LEAST = 10

interface Props {
  code: string
  onAnswer: (answer: RouteAnswer<'acceptInvitation'>) => void
}

/** An account of one's own, for somebody without Plex. */
export function ChooseName({ code, onAnswer }: Props) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  const short = password.length < LEAST
  const { busy, error, submit, clear } = useSubmit(async () => {
    setTried(true)
    const mistake = !username.trim() ? 'username' : short ? 'password' : undefined
    if (mistake) return form.current?.querySelector<HTMLElement>(`[name=${mistake}]`)?.focus()
    onAnswer(await api.acceptInvitation({ code, username: username.trim(), password }))
  })
  const taken = error instanceof RequestFailed && error.code === 'CONFLICT'
  const changeName = (event: Event): void => {
    setUsername((event.currentTarget as HTMLInputElement).value)
    if (taken) clear()
  }
  return html`<form class="form" ref=${form} onSubmit=${submit} novalidate>
    ${error !== undefined && !taken && html`<${Problem} error=${error} />`}
    <${Field}
      label=${t.signIn.name}
      hint=${text.nameHint}
      error=${tried && !username.trim() ? t.signIn.nameMissing : taken ? text.nameTaken : undefined}
      control=${(ties: object) =>
        html`<input
          ...${ties}
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck=${false}
          maxlength="64"
          value=${username}
          onInput=${changeName}
        />`}
    />
    <${Field}
      label=${t.signIn.password}
      hint=${t.password.nextHint}
      error=${tried && short ? t.password.tooShort : undefined}
      control=${(ties: object) =>
        html`<${PasswordInput}
          name="password"
          autocomplete="new-password"
          value=${password}
          onInput=${setPassword}
          ties=${ties}
        />`}
    />
    <button class="button button-primary button-wide" type="submit" aria-disabled=${busy}>
      ${busy ? text.busy : text.submit}
    </button>
  </form>`
}
