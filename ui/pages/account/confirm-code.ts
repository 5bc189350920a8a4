import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { CopyButton } from '../../parts/copy-button.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { QrPicture } from '../../parts/qr-code.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import type { NewSecret } from './set-up.ts'

const text = t.account.twoFactor

interface Props {
  secret: NewSecret
  onCodes: (codes: string[]) => void
}

/** In groups of four, as one types it. */
const grouped = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret

/** The secret for the app, and the first code that proves that the app has it. */
export function ConfirmCode({ secret: { secret, uri, qr }, onCodes }: Props) {
  const [code, setCode] = useState('')
  const [short, setShort] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const begin = useRef<HTMLParagraphElement>(null)
  // the step before is gone, and the focus with it
  useEffect(() => begin.current?.focus(), [])
  const { busy, error, submit, clear } = useSubmit(async () => {
    const given = code.replaceAll(/\s/g, '')
    setShort(given.length < 6)
    if (given.length < 6) return input.current?.focus()
    onCodes((await api.confirmTwoFactor({ code: given })).recoveryCodes)
  })
  const wrong = error instanceof RequestFailed && error.code === 'INVALID_CREDENTIALS'
  return html`<form class="form" onSubmit=${submit} novalidate>
    <p ref=${begin} tabindex="-1"><b>${text.step1}</b></p>
    <p class="muted">${text.step1More}</p>
    <${QrPicture} svg=${qr} label=${text.qr} />
    <a class="only-touch" href=${uri}>${text.onThisPhone}</a>
    <div>
      <p class="muted">${text.secret}</p>
      <div class="secret-row">
        <span class="mono break">${grouped(secret)}</span><${CopyButton} text=${secret} label=${text.copySecret} />
      </div>
    </div>
    <p><b>${text.step2}</b></p>
    ${error !== undefined && !wrong && html`<${Problem} error=${error} />`}
    <${Field}
      label=${text.code}
      error=${short ? t.signIn.secondStep.codeMissing : wrong ? text.codeWrong : undefined}
      control=${(ties: object) =>
        html`<input
          ...${ties}
          ref=${input}
          name="code"
          class="code-input mono"
          autocomplete="one-time-code"
          inputmode="numeric"
          maxlength="8"
          value=${code}
          onInput=${(event: Event) => {
            setCode((event.currentTarget as HTMLInputElement).value)
            clear()
            setShort(false)
          }}
        />`}
    />
    <button type="submit" class="button button-primary button-wide" aria-disabled=${busy}>
      ${busy ? text.confirming : text.confirm}
    </button>
  </form>`
}
