import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { say } from '../state/notices.ts'
import { changePassword } from '../state/session.ts'
import { Field } from './field.ts'
import { PasswordInput } from './password-input.ts'
import { Problem } from './problem.ts'

const LEAST = 10

interface Props {
  username: string | undefined
  first?: boolean
  onSaved?: () => void
}

/** Current password, new one twice. */
export function PasswordForm({ username, first = false, onSaved }: Props) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [repeat, setRepeat] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const form = useRef<HTMLFormElement>(null)
  const text = t.password
  const wrong = error instanceof RequestFailed && error.code === 'INVALID_CREDENTIALS'
  const nextError = next.length < LEAST ? text.tooShort : next === current ? text.same : undefined
  const repeatError = repeat === next ? undefined : text.differs
  /** Once it is marked. */
  const leadToMistake = (): void => {
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }
  const changeCurrent = (value: string): void => {
    setCurrent(value)
    if (wrong) setError(undefined)
  }
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy) return
    if (!current || nextError || repeatError) return leadToMistake()
    setBusy(true)
    setError(undefined)
    try {
      await changePassword(current, next)
      say('ok', text.saved)
      onSaved?.()
    } catch (problem) {
      setError(problem)
      setBusy(false)
      leadToMistake()
    }
  }
  const input =
    (name: string, value: string, onInput: (value: string) => void, autocomplete: string) => (ties: object) =>
      html`<${PasswordInput}
        name=${name}
        autocomplete=${autocomplete}
        value=${value}
        onInput=${onInput}
        ties=${ties}
      />`
  return html`<form class="form" ref=${form} onSubmit=${submit} novalidate>
    ${error !== undefined && !wrong && html`<${Problem} error=${error} />`}
    <input class="unseen" type="text" name="username" autocomplete="username" value=${username} readonly hidden />
    <${Field}
      label=${text.current}
      hint=${first ? text.currentFirst : undefined}
      error=${wrong ? text.wrong : tried && !current ? text.currentMissing : undefined}
      control=${input('current', current, changeCurrent, 'current-password')}
    />
    <${Field}
      label=${text.next}
      hint=${text.nextHint}
      error=${tried ? nextError : undefined}
      control=${input('next', next, setNext, 'new-password')}
    />
    <${Field}
      label=${text.repeat}
      error=${tried && !nextError ? repeatError : undefined}
      control=${input('repeat', repeat, setRepeat, 'new-password')}
    />
    <button class="button button-primary button-wide" type="submit" aria-disabled=${busy}>
      ${busy ? text.busy : text.submit}
    </button>
  </form>`
}
