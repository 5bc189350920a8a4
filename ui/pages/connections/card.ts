import { html } from 'htm/preact'
import type { ServiceConnection } from '../../../contracts/services.ts'
import type { Service } from '../../../contracts/status.ts'
import { capitalised } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { stateNow } from '../../state/board.ts'
import { breakerOf, MARKS, missingOf, stateOf, type Breaker } from './state-of.ts'

const text = t.connections

interface Props {
  service: ServiceConnection
  systems: readonly Breaker[]
  /** Of the board, where it is watched by itself. */
  tile: Service | undefined
  onDisconnect: () => void
}

/** A service that is connected, with how it stands. */
export function ConnectionCard({ service, systems, tile, onDisconnect }: Props) {
  const { name, title, url, updatedAt, updatedBy } = service
  const state = stateOf(service, systems)
  // what the board sees says more than that it is set up
  const seen = state === 'on' && tile ? stateNow(tile) : undefined
  const breaker = state === 'open' && url ? breakerOf(url, systems) : undefined
  return html`<section class="panel connection" aria-labelledby="connection-${name}">
    <header>
      <h3 id="connection-${name}">${title}</h3>
      <p class="state-line">
        <${StateMark} status=${seen ?? MARKS[state]} />${seen ? t.board.state[seen] : text.states[state]}
      </p>
    </header>
    <p class="mono break">${url}</p>
    ${state === 'incomplete' && html`<p>${text.missing(missingOf(service))}</p>`}
    ${breaker?.lastError && html`<p>${breaker.lastError}</p>`}
    ${(seen === 'offline' || seen === 'degraded') && tile?.error && html`<p>${capitalised(tile.error)}</p>`}
    ${
      updatedAt &&
      html`<p class="muted small">
        ${text.changed} <${Time} at=${updatedAt} /> ${updatedBy && text.changedBy(updatedBy)}
      </p>`
    }
    <footer>
      <a class="button" href="/connections/${name}" aria-label=${text.editNamed(title)}>
        <${Icon} name="pencil" />${text.edit}
      </a>
      <button
        type="button"
        class="button button-quiet"
        aria-label=${text.disconnectNamed(title)}
        onClick=${onDisconnect}
      >
        ${text.disconnect}
      </button>
    </footer>
  </section>`
}
