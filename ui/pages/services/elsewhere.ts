import { html } from 'htm/preact'
import type { Monitor } from '../../../contracts/status.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'

const text = t.services.elsewhere

/** The connection that decides over a monitor; undefined for one that is changed here. */
export const decidedBy = ({ source, service }: Pick<Monitor, 'source' | 'service'>): string | undefined =>
  source ?? service ?? undefined

/** Says where a monitor is changed that is not changed here. */
export function Elsewhere({ monitor, onClose }: { monitor: Monitor; onClose: () => void }) {
  return html`<${Dialog} title=${t.services.editTitle(monitor.name)} onClose=${onClose}>
    <div class="dialog-body"><p>${monitor.source ? text.kuma : text.connection}</p></div>
    <footer class="dialog-foot">
      <button type="button" class="button" onClick=${onClose}>${t.frame.close}</button>
      <a class="button button-primary" href="/connections/${decidedBy(monitor)}">${text.open}</a>
    </footer>
  <//>`
}
