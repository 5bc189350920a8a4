import { html } from 'htm/preact'
import type { MediaRequest, Stage } from '../../contracts/media-requests.ts'
import { t } from '../messages.ts'

/** The way that a request goes, in order. The contract has the same list; the browser does not load its schemas. */
export const STAGES = [
  'asked',
  'approved',
  'handed-on',
  'grabbed',
  'downloading',
  'imported',
  'in-plex',
  'watched',
] as const satisfies readonly Stage[]

const OVER = new Set<MediaRequest['status']>(['declined', 'refused', 'withdrawn', 'removed'])

export const isOver = ({ status }: Pick<MediaRequest, 'status'>): boolean => OVER.has(status)

/** How far a request is, as a line of eight points; the word stands with it for who cannot see them. */
export function StageLine({ request }: { request: Pick<MediaRequest, 'stage' | 'status' | 'late'> }) {
  const { stage, status, late } = request
  const at = STAGES.indexOf(stage)
  const next = isOver(request) || status === 'available' ? -1 : at + 1
  const kind = (place: number): string =>
    place <= at ? 'done' : place === next ? (late || status === 'failed' ? 'late' : 'next') : 'ahead'
  return html`<div
    class="stage-line"
    role="img"
    aria-label=${t.requests.stageOf(t.requests.stage[stage], at + 1, STAGES.length)}
  >
    ${STAGES.map((one, place) => html`<span key=${one} class="stage-point stage-${kind(place)}"></span>`)}
  </div>`
}
