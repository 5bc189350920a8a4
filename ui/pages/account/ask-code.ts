import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'

const text = t.account.twoFactor

interface Props {
  title: string
  /** What will happen. */
  text: string
  confirm: string
  danger?: boolean
  onCode: (code: string) => Promise<void>
  onClose: () => void
}

/** Asks for a code before something happens to the second factor itself. */
export function AskCode({ title, text: what, confirm, danger = false, onCode, onClose }: Props) {
  const [code, setCode] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const { busy, error, submit, clear } = useSubmit(async () => {
    if (code.trim().length < 6) return input.current?.focus()
    await onCode(code.trim())
  })
  const wrong = error instanceof RequestFailed && error.code === 'INVALID_CREDENTIALS'
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        <p>${what}</p>
        ${error !== undefined && !wrong && html`<${Problem} error=${error} />`}
        <${Field}
          label=${text.proof}
          error=${wrong ? t.signIn.secondStep.codeWrong : undefined}
          control=${(ties: object) =>
            html`<input
              ...${ties}
              ref=${input}
              data-first
              name="code"
              class="code-input mono"
              autocomplete="one-time-code"
              autocapitalize="none"
              spellcheck=${false}
              maxlength="40"
              value=${code}
              onInput=${(event: Event) => {
                setCode((event.currentTarget as HTMLInputElement).value)
                clear()
              }}
            />`}
        />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t.frame.cancel}</button>
        <button type="submit" class="button ${danger ? 'button-danger' : 'button-primary'}" aria-disabled=${busy}>
          ${busy ? text.working : confirm}
        </button>
      </footer>
    </form>
  <//>`
}
