import { html } from 'htm/preact'
import { useId } from 'preact/hooks'
import type { MediaRequest } from '../../../contracts/media-requests.ts'
import { t } from '../../messages.ts'
import { Poster } from '../../parts/poster.ts'
import { StageLine } from '../../parts/stage-line.ts'
import { StatusLine } from '../../parts/request-status.ts'
import { Time } from '../../parts/time.ts'
import { Actions } from './actions.ts'
import { Standing } from './standing.ts'

const text = t.requests

interface Props {
  request: MediaRequest
  onDone: (moved: MediaRequest) => void
  /** Of its heading: below the page's own, or below that of a section. */
  level?: 2 | 3
}

/** One request: what, how it stands, how far it is and what can be done about it. */
export function RequestCard({ request, onDone, level = 2 }: Props) {
  const { id, mediaType, title, artist, year, posterId, is4k, seasons, requestedBy, mine, status, createdAt } = request
  // one may stand twice on a page
  const label = useId()
  const heading = html`<a href="/requests/${id}">${title ?? text.untitled}</a>`
  return html`<li class="panel request" aria-labelledby=${label}>
    <div class="request-cover" aria-hidden="true">
      <${Poster}
        id=${posterId}
        title=${title ?? ''}
        shape=${mediaType === 'music' ? 'square' : 'poster'}
        sizes="(max-width: 600px) 64px, 92px"
      />
    </div>
    <div class="request-words">
      <div class="request-head">
        ${level === 2 ? html`<h2 id=${label}>${heading}</h2>` : html`<h3 id=${label}>${heading}</h3>`}
        <${StatusLine} status=${status} />
      </div>
      <p class="muted request-facts">
        <span>${[artist, year, t.media.kind[mediaType]].filter((fact) => fact !== null).join(' · ')}</span>
        ${is4k && html`<span class="tag">${t.media.in4k}</span>`}
        ${seasons.length > 0 && html`<span>${t.media.seasons(seasons)}</span>`}
        <span>${mine ? text.byYou : text.by(requestedBy.name)} <${Time} at=${createdAt} /></span>
      </p>
      <${StageLine} request=${request} />
      <${Standing} request=${request} />
      <${Actions} request=${request} onDone=${onDone} />
    </div>
  </li>`
}
