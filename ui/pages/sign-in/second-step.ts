import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Challenge } from '../../../contracts/auth.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { CardPage } from '../../parts/card-page.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { enter } from '../../state/session.ts'

const text = t.signIn.secondStep
const DIGITS = 6

interface Props {
  challenge: Challenge
  onStartOver: () => void
}

const isOneOf = (error: unknown, code: string): boolean => error instanceof RequestFailed && error.code === code

/** The code of the app, or a recovery code, after the first step of a sign-in went well. */
export function SecondStep({ challenge: { challenge }, onStartOver }: Props) {
  const [recovery, setRecovery] = useState(false)
  const [code, setCode] = useState('')
  const [missing, setMissing] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const lead = (): void => form.current?.querySelector('input')?.focus()
  useEffect(lead, [recovery])
  const { busy, error, submit, clear } = useSubmit(async () => {
    const given = code.replaceAll(/\s/g, '')
    setMissing(given.length < DIGITS)
    if (given.length < DIGITS) return lead()
    try {
      enter(await api.meetChallenge({ challenge, code: given }))
    } catch (problem) {
      form.current?.querySelector('input')?.select()
      throw problem
    }
  })
  const wrong = isOneOf(error, 'INVALID_CREDENTIALS')
  const over = isOneOf(error, 'CHALLENGE_OVER')
  const words = recovery
    ? { label: text.recovery, hint: text.recoveryHint, missing: text.recoveryMissing, wrong: text.recoveryWrong }
    : { label: text.code, hint: text.codeHint, missing: text.codeMissing, wrong: text.codeWrong }
  const change = (value: string): void => {
    setCode(value)
    setMissing(false)
    clear()
  }
  const swap = (): void => {
    change('')
    setRecovery(!recovery)
  }
  return html`<${CardPage} title=${text.title} lead=${text.lead}>
    <form class="form" ref=${form} onSubmit=${submit} novalidate>
      ${error !== undefined && !wrong && html`<${Problem} error=${error} />`}
      ${
        !over &&
        html`<${Field}
            label=${words.label}
            hint=${words.hint}
            error=${missing ? words.missing : wrong ? words.wrong : undefined}
            control=${(ties: object) =>
              html`<input
                ...${ties}
                key=${String(recovery)}
                name="code"
                class="code-input mono"
                autocomplete=${recovery ? 'off' : 'one-time-code'}
                inputmode=${recovery ? 'text' : 'numeric'}
                autocapitalize="none"
                spellcheck=${false}
                maxlength=${recovery ? 40 : 8}
                value=${code}
                onInput=${(event: Event) => change((event.currentTarget as HTMLInputElement).value)}
              />`}
          />
          <button class="button button-primary button-wide" type="submit" aria-disabled=${busy}>
            ${busy ? text.busy : text.submit}
          </button>
          <button type="button" class="button button-quiet button-wide" onClick=${swap}>
            ${recovery ? text.useApp : text.useRecovery}
          </button>`
      }
      <button type="button" class="button ${over ? '' : 'button-quiet'} button-wide" onClick=${onStartOver}>
        ${text.startOver}
      </button>
    </form>
  <//>`
}
