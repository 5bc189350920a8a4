import { html } from 'htm/preact'
import type { MediaSummary } from '../../contracts/media.ts'
import { t } from '../messages.ts'

export type MarkName = keyof typeof t.media.marks
type Tone = 'ok' | 'part' | 'mine' | 'wait' | 'bad' | 'idle'
export type Marked = Pick<MediaSummary, 'available' | 'available4k' | 'request' | 'blocklisted'>

/** What a title is marked with: what of it is here, and what is under way for it. */
export function marksOf({ available, available4k, request, blocklisted }: Marked): MarkName[] {
  const here: MarkName[] =
    available === 'yes' || available4k === 'yes'
      ? ['available']
      : available === 'partly' || available4k === 'partly'
        ? ['partly']
        : []
  if (blocklisted) return [...here, 'blocklisted']
  if (!request) return here
  const { status, mine } = request
  if (status === 'pending' || status === 'waiting' || status === 'failed') return [...here, status]
  return here[0] === 'available' ? here : [...here, mine ? 'mine' : 'others']
}

const TONES: Record<MarkName, Tone> = {
  available: 'ok',
  partly: 'part',
  mine: 'mine',
  others: 'idle',
  pending: 'wait',
  waiting: 'wait',
  failed: 'bad',
  blocklisted: 'bad',
}

/** Each tone has a shape of its own, so that colour is never the only sign. */
const SHAPES: Record<Tone, string> = {
  // a tick
  ok: 'M3 8.5l3.2 3.2L13 4.8',
  // a disc, half of it full
  part: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 1 1 0 11',
  // an arrow into a tray
  mine: 'M8 2.5v7M4.8 6.6L8 9.8l3.2-3.2M3 13h10',
  // a clock
  wait: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11zM8 5v3l2 1.3',
  // a bar across
  bad: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11zM4.2 11.8l7.6-7.6',
  // three dots
  idle: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
}

/** The marks in words, each with its shape and colour. */
export function MediaMarks({ of }: { of: Marked }) {
  const marks = marksOf(of)
  if (marks.length === 0) return null
  return html`<span class="media-marks">
    ${marks.map(
      (mark) =>
        html`<span key=${mark} class="media-mark media-mark-${TONES[mark]}">
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d=${SHAPES[TONES[mark]]} /></svg
          >${t.media.marks[mark]}</span
        >`,
    )}
  </span>`
}
