import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { ServiceConnection } from '../../../contracts/services.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Dialog } from '../../parts/dialog.ts'
import { ConnectionForm } from './form.ts'
import { PlexChoice } from './plex-choice.ts'

interface Props {
  service: ServiceConnection
  found?: string | undefined
  onClose: () => void
  onSaved: () => void
}

/** The connection to one service, in a sheet. Plex offers the servers of the linked account before a token. */
export function Editor({ service, found, onClose, onSaved }: Props) {
  const [changed, setChanged] = useState(false)
  const [leaving, setLeaving] = useState(false)
  return html`<${Dialog} title=${service.title} form="sheet" onClose=${() => (changed ? setLeaving(true) : onClose())}>
      <${ConnectionForm} service=${service} found=${found} form="dialog" onSaved=${onSaved} onChanged=${setChanged}
        >${service.name === 'plex' && html`<${PlexChoice} onConnected=${onSaved} />`}<//
      >
    <//>
    ${
      leaving &&
      html`<${Confirm}
        title=${t.services.discardTitle}
        text=${t.services.discardText}
        confirm=${t.services.discard}
        busy=${t.services.discarding}
        danger=${true}
        onConfirm=${() => Promise.resolve(onClose())}
        onClose=${() => setLeaving(false)}
      />`
    }`
}
