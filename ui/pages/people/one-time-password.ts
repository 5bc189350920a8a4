import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { ShownOnce } from '../../parts/shown-once.ts'

const text = t.people.oneTime

interface Props {
  name: string
  value: string
  onClose: () => void
}

/** The password that an admin hands on, the one time that it can be seen. */
export const OneTimePassword = ({ name, value, onClose }: Props) =>
  html`<${Dialog} key="one-time" title=${text.title(name)} firm=${true} onClose=${onClose}>
    <div class="dialog-body">
      <p>${text.text(name)}</p>
      <${ShownOnce} label=${text.label} value=${value} copy=${text.copy} />
    </div>
    <footer class="dialog-foot">
      <button type="button" class="button button-primary" onClick=${onClose}>${text.done}</button>
    </footer>
  <//>`
