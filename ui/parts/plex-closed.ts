import { html } from 'htm/preact'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { isAdmin, session } from '../state/session.ts'
import { Empty } from './empty.ts'
import { Problem } from './problem.ts'

const text = t.library.closed

/** Whether the library was refused for what the person or an admin can change. */
export const isClosed = (error: unknown): error is RequestFailed =>
  error instanceof RequestFailed && error.code === 'CONFLICT'

/** The way to open what is closed. */
export function OpenIt() {
  if (isAdmin()) return html`<a class="button button-primary" href="/connections">${text.connections}</a>`
  if (session.value?.plex === 'linked') return null
  return html`<a class="button button-primary" href="/account">${text.account}</a>`
}

interface Props {
  error: unknown
  onRetry: () => void
}

/** Why there is no library to show: in the portal's own words, with what to do; or a problem like any other. */
export function PlexTrouble({ error, onRetry }: Props) {
  if (error === undefined) return null
  if (!isClosed(error)) return html`<${Problem} error=${error} onRetry=${onRetry} />`
  return html`<${Empty} icon="plug" title=${text.title} text=${error.message}><${OpenIt} /><//>`
}
