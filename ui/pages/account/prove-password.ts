import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { PasswordInput } from '../../parts/password-input.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { session } from '../../state/session.ts'

const text = t.account.twoFactor

/** Shows that it is the person, and not only their open window. */
export function ProvePassword({ onPassword }: { onPassword: (password: string) => Promise<void> }) {
  const [password, setPassword] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const { busy, error, submit, clear } = useSubmit(async () => {
    if (!password) return form.current?.querySelector<HTMLElement>('[name=password]')?.focus()
    await onPassword(password)
  })
  const wrong = error instanceof RequestFailed && error.code === 'INVALID_CREDENTIALS'
  return html`<form class="form" ref=${form} onSubmit=${submit} novalidate>
    <p>${text.off}</p>
    ${error !== undefined && !wrong && html`<${Problem} error=${error} />`}
    <input type="text" name="username" autocomplete="username" value=${session.value?.user.username} readonly hidden />
    <${Field}
      label=${text.password}
      hint=${text.passwordHint}
      error=${wrong ? text.passwordWrong : undefined}
      control=${(ties: object) =>
        html`<${PasswordInput}
          name="password"
          autocomplete="current-password"
          value=${password}
          onInput=${(value: string) => {
            setPassword(value)
            clear()
          }}
          ties=${{ ...ties, 'data-first': true }}
        />`}
    />
    <button type="submit" class="button button-primary button-wide" aria-disabled=${busy}>
      ${busy ? text.starting : text.start}
    </button>
  </form>`
}
