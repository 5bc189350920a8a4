import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'

const text = t.requests.actions

interface Props {
  title: string
  who: string
  onConfirm: (reason: string | undefined) => Promise<void>
  onClose: () => void
}

/** Says what will happen, and takes the reason along. */
export function DeclineDialog({ title, who, onConfirm, onClose }: Props) {
  const [reason, setReason] = useState('')
  const { busy, error, submit } = useSubmit(() => onConfirm(reason.trim() || undefined))
  return html`<${Dialog} title=${text.declineTitle(title)} onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        <p>${text.declineText(who)}</p>
        ${error !== undefined && html`<${Problem} error=${error} />`}
        <${Field}
          label=${text.declineReason}
          hint=${text.declineHint}
          control=${(ties: object) =>
            html`<textarea
              ...${ties}
              data-first
              rows="3"
              maxlength="500"
              value=${reason}
              onInput=${(event: Event) => setReason((event.currentTarget as HTMLTextAreaElement).value)}
            ></textarea>`}
        />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t.frame.cancel}</button>
        <button type="submit" class="button button-danger" aria-disabled=${busy}>
          ${busy ? text.busy : text.decline}
        </button>
      </footer>
    </form>
  <//>`
}
