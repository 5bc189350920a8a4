import { html } from 'htm/preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../messages.ts'
import { CopyButton } from '../../parts/copy-button.ts'
import { session } from '../../state/session.ts'

const text = t.account.twoFactor

interface Props {
  codes: readonly string[]
  onKept: () => void
}

/** Shown once: copied, saved, or written down. */
export function RecoveryCodes({ codes, onKept }: Props) {
  const begin = useRef<HTMLParagraphElement>(null)
  // the step before is gone, and the focus with it
  useEffect(() => begin.current?.focus(), [])
  const name = session.value?.user.username ?? ''
  const file = `${text.fileHead(name)}\n\n${codes.join('\n')}\n`
  return html`<div class="form">
    <p ref=${begin} tabindex="-1">${text.codesText}</p>
    <ul class="recovery-codes mono" aria-label=${text.codesTitle}>
      ${codes.map((code) => html`<li key=${code}>${code}</li>`)}
    </ul>
    <div class="buttons">
      <${CopyButton} text=${codes.join('\n')} label=${text.copyCodes} />
      <a class="button" href="data:text/plain;charset=utf-8,${encodeURIComponent(file)}" download=${text.file}>
        ${text.download}
      </a>
    </div>
    <button type="button" class="button button-primary button-wide" onClick=${onKept}>${text.kept}</button>
  </div>`
}
