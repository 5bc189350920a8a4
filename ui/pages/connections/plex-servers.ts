import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { say } from '../../state/notices.ts'
import { useAnswer } from '../../state/use-answer.ts'

const text = t.connections.plex
type PlexServer = RouteAnswer<'listPlexServers'>['items'][number]

const fetchServers = async (): Promise<PlexServer[]> => (await api.listPlexServers()).items

interface Props {
  onConnected: () => void
  /** The way to link the account again, for when Plex does not take the link any more. */
  again: unknown
}

/** Servers that the own Plex account owns: one is chosen, and no token passes the browser. */
export function PlexServers({ onConnected, again }: Props) {
  const { answer: servers, error, reload } = useAnswer(fetchServers, ['auth.plex-linked'])
  const broken = error instanceof RequestFailed && error.code === 'CONFLICT'
  if (broken) return html`<${Problem} error=${error} />${again}`
  if (error !== undefined) return html`<${Problem} error=${error} onRetry=${reload} />`
  if (!servers)
    return html`<div class="plex-servers">
      <p class="muted" role="status">${text.busy}…</p>
      <${Bars} rows=${1} />
    </div>`
  if (servers.length === 0) return html`<p role="status">${text.none}</p>`
  return html`<ul class="plex-servers" aria-label=${text.title}>
    ${servers.map(
      (server) =>
        html`<li key=${server.machineIdentifier}><${Server} server=${server} onConnected=${onConnected} /></li>`,
    )}
  </ul>`
}

function Server({ server, onConnected }: { server: PlexServer; onConnected: () => void }) {
  const [url, setUrl] = useState(server.urls[0])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const { name, machineIdentifier, version, urls } = server
  const connect = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setError(undefined)
    try {
      await api.connectPlexServer(url ? { machineIdentifier, url } : { machineIdentifier })
      say('ok', text.connected(name))
      onConnected()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return html`<div class="plex-server">
    <p><b>${name}</b>${version && html`<span class="muted small block">${text.version(version)}</span>`}</p>
    ${
      urls.length > 1
        ? html`<${Field}
            label=${text.address}
            control=${(ties: object) =>
              html`<select
                ...${ties}
                onChange=${(event: Event) => setUrl((event.currentTarget as HTMLSelectElement).value)}
              >
                ${urls.map((one) => html`<option key=${one} value=${one} selected=${one === url}>${one}</option>`)}
              </select>`}
          />`
        : url && html`<p class="mono small break">${url}</p>`
    }
    ${error !== undefined && html`<${Problem} error=${error} />`}
    <button
      type="button"
      class="button button-primary"
      aria-label=${text.chooseNamed(name)}
      aria-disabled=${busy}
      onClick=${() => void connect()}
    >
      ${busy ? text.connecting : text.choose}
    </button>
  </div>`
}
