import { html } from 'htm/preact'
import type { Service } from '../../contracts/status.ts'
import { exactTime } from '../format/time.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { later } from '../parts/later.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { go, place } from '../router.ts'
import { boardTrouble, loadBoard, serviceOf, services, stateNow } from '../state/board.ts'
import { isAdmin } from '../state/session.ts'
import { Details } from './board/details.ts'
import { houseOf } from './board/house.ts'
import { atSameTime, minuteAsked, type Past, usePast } from './board/past.ts'
import { Tiles } from './board/tiles.ts'
import { verdictNow } from './board/verdict.ts'

const asItWas = ({ status }: Service): Service['status'] => status

const Scrubber = later(
  () => import('./board/scrubber.ts').then((module) => module.Scrubber),
  html`<div class="scrubber scrubber-empty"></div>`,
)
const OutsidePanel = later(() => import('./board/outside-panel.ts').then((module) => module.OutsidePanel))

/** Whether everything works, at a glance, now or at a minute that is past. */
export function Board() {
  const at = minuteAsked()
  const past = usePast(at)
  const all = at === undefined ? services.value : past.services
  const id = /^\/board\/(.+)$/.exec(place.value.path)?.[1] ?? ''
  const chosen = at === undefined ? serviceOf(id) : past.services?.find((service) => service.id === id)
  return html`<${PageHead}
      title=${t.titles.board}
      lead=${all && all.length > 0 && html`<p class="verdict" role="status">${at === undefined ? verdictNow(all) : t.board.verdict(houseOf(all, asItWas))}</p>`}
    />
    ${at === undefined ? html`<${Now} all=${all} />` : html`<${Then} at=${at} past=${past} />`}
    ${((services.value?.length ?? 0) > 0 || at !== undefined) && html`<${Scrubber} at=${at} />`}
    ${isAdmin() && html`<${OutsidePanel} />`}
    ${chosen && html`<${Details} key=${chosen.id} service=${chosen} at=${at} onClose=${() => go(atSameTime('/board'))} />`}`
}

function Now({ all }: { all: readonly Service[] | undefined }) {
  if (!all && boardTrouble.value !== undefined) {
    return html`<${Problem} error=${boardTrouble.value} onRetry=${() => void loadBoard()} />`
  }
  if (!all) return html`<${Bars} kind="tile" rows=${8} />`
  if (all.length === 0) return html`<${EmptyBoard} />`
  return html`<${Tiles} services=${all} stateOf=${stateNow} />`
}

function Then({ at, past }: { at: number; past: Past }) {
  const known = !Number.isNaN(at)
  return html`<aside class="past-banner" aria-label=${t.scrubber.label}>
      <p role="status">${known ? t.board.past.banner(exactTime(at)) : t.board.past.future}</p>
      <button type="button" class="button button-primary" onClick=${() => go('/board')}>${t.board.past.back}</button>
    </aside>
    ${past.error !== undefined && html`<${Problem} error=${past.error} onRetry=${past.retry} />`}
    ${!past.services && past.error === undefined && known && html`<${Bars} kind="tile" rows=${8} />`}
    ${past.services?.length === 0 && html`<p class="muted">${t.board.past.empty}</p>`}
    ${
      past.services &&
      html`<div class="past" aria-busy=${past.of !== at}>
        <${Tiles} services=${past.services} stateOf=${asItWas} at=${past.of} />
      </div>`
    }`
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
