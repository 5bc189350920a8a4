import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { t } from '../messages.ts'
import { Dialog } from './dialog.ts'
import { Problem } from './problem.ts'

interface Props {
  title: string
  /** What will happen, before it does. */
  text: string
  more?: string
  confirm: string
  busy: string
  danger?: boolean
  onConfirm: () => Promise<void>
  onClose: () => void
}

/** Asks before what cannot be undone, and shows there when it failed. */
export function Confirm({ title, text, more, confirm, busy, danger = false, onConfirm, onClose }: Props) {
  const [working, setWorking] = useState(false)
  const [error, setError] = useState<unknown>()
  const go = async (): Promise<void> => {
    setWorking(true)
    setError(undefined)
    try {
      await onConfirm()
    } catch (problem) {
      setError(problem)
      setWorking(false)
    }
  }
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <div class="dialog-body">
      <p>${text}</p>
      ${more && html`<p class="muted">${more}</p>`} ${error !== undefined && html`<${Problem} error=${error} />`}
    </div>
    <footer class="dialog-foot">
      <button type="button" class="button" data-first onClick=${onClose}>${t.frame.cancel}</button>
      <button
        type="button"
        class="button ${danger ? 'button-danger' : 'button-primary'}"
        aria-disabled=${working}
        onClick=${() => !working && void go()}
      >
        ${working ? busy : confirm}
      </button>
    </footer>
  <//>`
}
