import { html } from 'htm/preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../messages.ts'
import { Icon } from './icon.ts'

interface Props {
  title: string
  onClose: () => void
  /** `sheet` slides in from the side (from below on a phone), `box` asks in the middle. */
  form?: 'sheet' | 'box'
  children?: unknown
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ title, onClose, form = 'box', children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const opener = document.activeElement
    const element = dialog.current
    element?.showModal()
    return () => {
      element?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return html`<dialog
    ref=${dialog}
    class="dialog dialog-${form}"
    aria-labelledby=${id}
    onCancel=${(event: Event) => {
      event.preventDefault()
      onClose()
    }}
    onClick=${(event: MouseEvent) => event.target === dialog.current && onClose()}
  >
    <div class="dialog-inside">
      <header class="dialog-head">
        <h2 id=${id}>${title}</h2>
        <button type="button" class="button-icon" aria-label=${t.frame.close} onClick=${onClose}>
          <${Icon} name="close" />
        </button>
      </header>
      ${children}
    </div>
  </dialog>`
}
