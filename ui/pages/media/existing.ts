import { html } from 'htm/preact'
import type { MediaDetails } from '../../../contracts/media.ts'
import { t } from '../../messages.ts'
import { StatusLine } from '../../parts/request-status.ts'

const text = t.title.requests

/** Every request for it that the person may see, each with the way to its timeline. */
export function Existing({ requests }: { requests: MediaDetails['requests'] }) {
  if (requests.length === 0) return null
  return html`<section class="panel" aria-labelledby="existing-title">
    <h2 id="existing-title">${text.title}</h2>
    <ul class="rows">
      ${requests.map(
        ({ id, status, is4k, mine }) =>
          html`<li key=${id} class="row">
            <div class="row-text">
              <${StatusLine} status=${status} />
              <p class="muted small">${mine ? text.mine : text.others}${is4k && ` · ${text.in4k}`}</p>
            </div>
            <a class="button" href="/requests/${id}">${text.open}</a>
          </li>`,
      )}
    </ul>
  </section>`
}
