import { html } from 'htm/preact'
import type { MediaRequest } from '../../contracts/media-requests.ts'
import { t } from '../messages.ts'
import { now } from '../state/clock.ts'
import { progressOf } from '../state/progress.ts'

const text = t.requests
const RUNNING = new Set<MediaRequest['status']>(['processing', 'partial'])

/** How far the download is, as a bar with its words; nothing where none runs. */
export function RequestProgress({ request }: { request: MediaRequest }) {
  const progress = progressOf(request)
  // the last word about a download may come after what it was for is there
  if (!progress || !RUNNING.has(request.status)) return null
  const { percent, etaAt, sizeBytes } = progress
  const left = etaAt === null ? undefined : Date.parse(etaAt) - now.value
  const words = [
    sizeBytes === null ? text.percent(percent) : `${text.percent(percent)} ${text.size(sizeBytes)}`,
    ...(left === undefined ? [] : [left > 30_000 ? text.left(left) : text.soon]),
  ].join(', ')
  return html`<div class="download">
    <progress
      max="100"
      value=${percent}
      aria-label=${text.downloaded(request.title ?? text.untitled)}
      aria-valuetext=${words}
    ></progress>
    <span class="muted small" aria-hidden="true">${words}</span>
  </div>`
}
