import { html } from 'htm/preact'
import type { PlexItem } from '../../contracts/plex-library.ts'
import { t } from '../messages.ts'

const text = t.plexItem
const HEARD = new Set<PlexItem['kind']>(['artist', 'album', 'track'])

/** Each has a shape of its own, so that colour is never the only sign: a tick, a half full disc, a bar that ends. */
const SHAPES = {
  yes: 'M3 8.5l3.2 3.2L13 4.8',
  partly: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 1 1 0 11',
  begun: 'M2 8h7M11 4.5v7',
} as const
const TONES = { yes: 'ok', partly: 'part', begun: 'mine' } as const

type Watched = Pick<PlexItem, 'kind' | 'watched' | 'resumePercent'>

/** What is to be said of how far the person is; undefined of what was not begun, or is not known. */
function saying({ kind, watched, resumePercent }: Watched): { as: keyof typeof SHAPES; words: string } | undefined {
  if (resumePercent !== null) return { as: 'begun', words: text.stoppedAt(resumePercent) }
  if (watched === null || watched === 'no') return undefined
  return { as: watched, words: (HEARD.has(kind) ? text.heard : text.watched)[watched] }
}

/** How far the person is with it, in words with a mark. */
export function WatchedMark({ of }: { of: Watched }) {
  const said = saying(of)
  if (!said) return null
  return html`<span class="media-marks">
    <span class="media-mark media-mark-${TONES[said.as]}">
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d=${SHAPES[said.as]} /></svg
      >${said.words}
    </span>
  </span>`
}
