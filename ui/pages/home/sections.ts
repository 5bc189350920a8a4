import '../../style/library.css'
import '../../style/requests.css'
import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import { NowPlaying } from '../../parts/now-playing.ts'
import { followProgress } from '../../state/progress.ts'
import { isAdmin } from '../../state/session.ts'
import { Shelves } from './shelves.ts'
import { UnderWay } from './under-way.ts'
import { Waiting } from './waiting.ts'

/** Below the sentence about the house: what waits, what is on its way, what to watch. */
export function Sections() {
  useEffect(followProgress, [])
  return html`<div class="home">
    ${isAdmin() && html`<${Waiting} />`}
    <${UnderWay} />
    ${isAdmin() && html`<${NowPlaying} quiet=${true} />`}
    <${Shelves} />
  </div>`
}
