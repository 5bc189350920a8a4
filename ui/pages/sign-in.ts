import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Field } from '../parts/field.ts'
import { PasswordInput } from '../parts/password-input.ts'
import { Problem } from '../parts/problem.ts'
import { enter, sessionEnded } from '../state/session.ts'

/** One card. The address stays, so that the person arrives where they wanted to go. */
export function SignIn() {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    document.title = t.frame.title(t.signIn.title)
    form.current?.querySelector<HTMLInputElement>('[name=username]')?.focus()
  }, [])
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy) return
    if (!username.trim() || !password) {
      form.current?.querySelector<HTMLInputElement>(username.trim() ? '[name=password]' : '[name=username]')?.focus()
      return
    }
    setBusy(true)
    setError(undefined)
    try {
      enter(await api.signIn({ username: username.trim(), password }))
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return html`<main class="card-page">
    <form class="card" ref=${form} onSubmit=${submit} novalidate>
      <div class="card-brand"><img src="/icon.svg" alt="" width="44" height="44" /><span>${t.frame.product}</span></div>
      <h1>${t.signIn.title}</h1>
      <p class="muted" role="status">${sessionEnded.value ? t.signIn.ended : t.signIn.lead}</p>
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
      <button class="button button-primary button-wide" type="submit" aria-disabled=${busy}>
        ${busy ? t.signIn.busy : t.signIn.submit}
      </button>
    </form>
  </main>`
}
