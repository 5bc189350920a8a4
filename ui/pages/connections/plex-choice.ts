import { html } from 'htm/preact'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { PlexDoor } from '../../parts/plex-door.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { usePlexSignIn } from '../../state/use-plex-sign-in.ts'
import { PlexServers } from './plex-servers.ts'

const text = t.connections.plex

const LINK_CHANGES = ['auth.plex-linked', 'auth.plex-unlinked', 'auth.plex-link-broken'] as const

/** How the own Plex account is linked. */
const fetchLink = async () => (await api.session()).plex

/** Links the own Plex account first, then offers the servers that it owns. */
export function PlexChoice({ onConnected }: { onConnected: () => void }) {
  const { answer: link, error, reload } = useAnswer(fetchLink, LINK_CHANGES)
  const plex = usePlexSignIn({ purpose: 'link', onDecided: reload })
  const door = html`<${PlexDoor} plex=${plex} label=${text.link} />`
  if (error !== undefined) return html`<${Problem} error=${error} onRetry=${reload} />`
  if (!link) return html`<${Bars} rows=${1} />`
  return html`<section class="plex-choice">
    ${
      link === 'linked'
        ? html`<h3>${text.title}</h3>
            <p class="muted">${text.text}</p>
            <${PlexServers} onConnected=${onConnected} again=${door} />`
        : html`<p>${link === 'broken' ? text.linkAgain : text.linkText}</p>
            ${door}`
    }
  </section>`
}
