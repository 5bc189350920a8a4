import { html } from 'htm/preact'
import type { ServiceConnection } from '../../../contracts/services.ts'
import { t } from '../../messages.ts'
import { ConnectionForm } from '../connections/form.ts'
import { PlexChoice } from '../connections/plex-choice.ts'

interface Props {
  services: readonly ServiceConnection[]
  onDone: () => void
}

/** Links the own account and chooses the server; whoever has a token and an address can enter those instead. */
export function PlexStep({ services, onDone }: Props) {
  const plex = services.find(({ name }) => name === 'plex')
  if (!plex) return null
  return html`<${PlexChoice} onConnected=${onDone} />
    <details class="more">
      <summary>${t.connections.plex.byHand}</summary>
      <${ConnectionForm} key=${plex.updatedAt} service=${plex} onSaved=${onDone} />
    </details>`
}
