import { html } from 'htm/preact'
import { useLayoutEffect } from 'preact/hooks'
import { t } from '../messages.ts'
import { GuideCard } from '../parts/guide-card.ts'
import { Icon } from '../parts/icon.ts'
import { later } from '../parts/later.ts'
import { PageHead } from '../parts/page-head.ts'
import { Reminders } from '../parts/reminders.ts'
import { Bars } from '../parts/skeleton.ts'
import { StateMark } from '../parts/state-mark.ts'
import { go, place } from '../router.ts'
import { boardTrouble, services } from '../state/board.ts'
import { isAdmin } from '../state/session.ts'
import { stateOfAll, verdictNow } from './board/verdict.ts'

const Sections = later(
  () => import('./home/sections.ts').then((module) => module.Sections),
  html`<${Bars} rows=${4} />`,
)

/** Whether all is right, what is on its way, what to go on watching and what is new. */
export function Home() {
  // a link to the board of a time, from when the board stood here
  const { query } = place.value
  const toBoard = query.has('at')
  useLayoutEffect(() => {
    if (toBoard) go(`/board?${query.toString()}`, { replace: true })
  }, [toBoard])
  if (toBoard) return null
  return html`<${PageHead} title=${t.titles.home} />
    <${House} />
    <${Reminders} />${isAdmin() && html`<${GuideCard} />`} <${Sections} />`
}

/** One sentence about all services, which leads to the board. */
function House() {
  const all = services.value
  if (!all) {
    return html`<p class="house-line muted" role="status">
      ${boardTrouble.value === undefined ? t.home.asking : t.home.unknown}
    </p>`
  }
  const status = stateOfAll(all)
  return html`<div class="house-line house-${status}">
    <${StateMark} status=${status} />
    <p class="verdict" role="status">${all.length === 0 ? t.home.nothingWatched : verdictNow(all)}</p>
    <a href="/board">${t.home.toBoard}<${Icon} name="chevron" size=${16} /></a>
  </div>`
}
