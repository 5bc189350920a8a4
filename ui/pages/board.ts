import { html } from 'htm/preact'
import type { Service, ServiceState } from '../../contracts/status.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { GuideCard } from '../parts/guide-card.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Reminders } from '../parts/reminders.ts'
import { Bars } from '../parts/skeleton.ts'
import { go, place } from '../router.ts'
import { boardTrouble, loadBoard, overdueFor, serviceOf, services } from '../state/board.ts'
import { isAdmin } from '../state/session.ts'
import { onArrowKey } from './board/arrow-keys.ts'
import { Details } from './board/details.ts'
import { groupsOf, type Group } from './board/groups.ts'
import { Tile } from './board/tile.ts'

/** Whether everything works, at a glance. */
export function Board() {
  const all = services.value
  const chosen = serviceOf(/^\/board\/(.+)$/.exec(place.value.path)?.[1] ?? '')
  return html`<${PageHead}
      title=${t.titles.board}
      lead=${all && all.length > 0 && html`<p class="verdict" role="status">${verdict(all)}</p>`}
    />
    <${Reminders} />${isAdmin() && html`<${GuideCard} />`} ${content(all)}
    ${chosen && html`<${Details} key=${chosen.id} service=${chosen} onClose=${() => go('/')} />`}`
}

function content(all: readonly Service[] | undefined) {
  if (!all && boardTrouble.value !== undefined) {
    return html`<${Problem} error=${boardTrouble.value} onRetry=${() => void loadBoard()} />`
  }
  if (!all) return html`<${Bars} kind="tile" rows=${8} />`
  if (all.length === 0) return html`<${EmptyBoard} />`
  const groups = groupsOf(all)
  return html`<div class="board-frame">
    <div class="board" onKeyDown=${onArrowKey}>
      ${groups.map((group) => html`<${GroupOfTiles} key=${group.name} group=${group} alone=${groups.length === 1} />`)}
    </div>
  </div>`
}

/** One sentence, with the reason when not all is well. */
function verdict(all: readonly Service[]): string {
  if (overdueFor.value !== undefined) return t.board.overdue(overdueFor.value)
  const named = (state: ServiceState): string[] => all.filter(({ status }) => status === state).map(({ name }) => name)
  const [offline, degraded, waiting] = [named('offline'), named('degraded'), named('unknown')]
  const working = all.length - offline.length - degraded.length - waiting.length
  if (offline.length + degraded.length > 0) return t.board.trouble(offline, degraded, working)
  return waiting.length > 0 ? t.board.waiting(waiting.length) : t.board.allWell(all.length)
}

function GroupOfTiles({ group, alone }: { group: Group; alone: boolean }) {
  const name = group.name ?? t.board.ungrouped
  return html`<section class="group" aria-label=${name} style=${{ '--size': group.services.length }}>
    <h2 class=${alone && group.name === null ? 'unseen' : 'group-name'}>${name}</h2>
    <ul class="tiles">
      ${group.services.map((service) => html`<li key=${service.id}><${Tile} service=${service} /></li>`)}
    </ul>
  </section>`
}

function EmptyBoard() {
  return html`<${Empty}
    icon="activity"
    title=${t.board.emptyTitle}
    text=${isAdmin() ? t.board.emptyAdmin : t.board.emptyUser}
  >
    ${isAdmin() && html`<a class="button button-primary" href="/services/new">${t.board.emptyAction}</a>`}
  <//>`
}
