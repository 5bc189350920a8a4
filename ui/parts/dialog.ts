import { html } from 'htm/preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../messages.ts'
import { Icon } from './icon.ts'

interface Props {
  title: string
  onClose: () => void
  /** `sheet` slides in from the side (from below on a phone), `box` asks in the middle. */
  form?: 'sheet' | 'box'
  /** Holds what is seen only once: a slip beside it does not close it. */
  firm?: boolean
  children?: unknown
}

/** Where the focus was when a dialog opened last: one that takes another's place, such as a form's answer, goes back there. */
let openedFrom: Element | null = null

/**
 * The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. It opens on
 * what is marked with `data-first`; a sheet names the document while it is open.
 */
export function Dialog({ title, onClose, form = 'box', firm = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const gone = useRef(false)
  const id = useId()
  useEffect(() => {
    const opener = document.activeElement === document.body ? openedFrom : document.activeElement
    openedFrom = opener
    const element = dialog.current
    element?.showModal()
    element?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => {
      gone.current = true
      element?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  useEffect(() => {
    if (form !== 'sheet') return undefined
    const before = document.title
    document.title = t.frame.title(title)
    return () => void (document.title = before)
  }, [title, form])
  // a second Escape in a row closes the element whatever we say; whether it goes is for `onClose` to decide
  const onClosed = (): void => {
    if (gone.current) return
    dialog.current?.showModal()
    onClose()
  }
  return html`<dialog
    ref=${dialog}
    class="dialog dialog-${form}"
    aria-labelledby=${id}
    onCancel=${(event: Event) => {
      event.preventDefault()
      onClose()
    }}
    onClose=${onClosed}
    onClick=${(event: MouseEvent) => !firm && event.target === dialog.current && onClose()}
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
