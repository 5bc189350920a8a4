import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'

const text = t.incidents

interface Props {
  /** Of the incident. */
  title: string
  onConfirm: () => Promise<void>
  onClose: () => void
}

/** Says what strangers will see, and what not, before they do. */
export function PublishDialog({ title, onConfirm, onClose }: Props) {
  const { busy, error, submit } = useSubmit(onConfirm)
  return html`<${Dialog} title=${text.publishTitle} onClose=${onClose}>
    <div class="dialog-body">
      ${error !== undefined && html`<${Problem} error=${error} />`}
      <p>${text.publishText}</p>
      <ul class="dots">
        ${text.publishSeen(title).map((line) => html`<li key=${line}>${line}</li>`)}
      </ul>
      <p class="muted">${text.publishNot}</p>
    </div>
    <footer class="dialog-foot">
      <button type="button" class="button" data-first onClick=${onClose}>${t.frame.cancel}</button>
      <button type="button" class="button button-primary" aria-disabled=${busy} onClick=${() => void submit()}>
        ${busy ? text.publishing : text.publish}
      </button>
    </footer>
  <//>`
}
