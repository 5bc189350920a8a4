import '../style/requests.css'
import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import type { MediaRequest } from '../../contracts/media-requests.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { useLeadOn } from '../parts/use-lead-on.ts'
import { go, place, withQuery } from '../router.ts'
import { toDecide } from '../state/bell.ts'
import { followProgress } from '../state/progress.ts'
import { isAdmin } from '../state/session.ts'
import { useList } from '../state/use-list.ts'
import { RequestCard } from './requests/card.ts'
import { FilterForm } from './requests/filter-form.ts'
import { filtersOf, questionOf, type Filters } from './requests/filters.ts'
import { RequestTabs } from './requests/tabs.ts'

const text = t.requests
const PER_PAGE = 20

/** What was asked for, newest first, current by itself. */
export function Requests() {
  const filters = filtersOf(place.value.query)
  const question = { ...questionOf(filters), limit: PER_PAGE }
  const list = useList<MediaRequest>(
    JSON.stringify(question),
    (cursor, signal) => api.listRequests(cursor ? { ...question, cursor } : question, signal),
    ['requests.moved'],
  )
  const { items, error, hasMore, more, reload } = list
  const leadOn = useLeadOn(items)
  useEffect(followProgress, [])
  const change = (next: Filters): void => go(withQuery('/requests', next), { replace: true })
  const onDone = (): void => {
    leadOn()
    reload()
  }
  const narrowed = Object.keys(filters).length > 0
  return html`<${PageHead} title=${t.titles.requests} lead=${html`<p>${isAdmin() ? text.lead : text.leadMine}</p>`} />
    <${RequestTabs} />
    <${FilterForm} filters=${filters} onChange=${change} />
    ${filters.filter !== 'pending' && html`<${ToDecide} />`}
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!items && error === undefined && html`<${Bars} />`}
    ${
      items?.length === 0 &&
      (narrowed
        ? html`<${Empty} icon="inbox" title=${text.noMatchTitle} text=${text.noMatch} />`
        : html`<${Empty} icon="inbox" title=${text.emptyTitle} text=${text.empty}>
            <a class="button button-primary" href="/discover">${text.toDiscover}</a>
          <//>`)
    }
    ${
      items &&
      items.length > 0 &&
      html`<ul class="requests" aria-label=${t.titles.requests}>
        ${items.map((request) => html`<${RequestCard} key=${request.id} request=${request} onDone=${onDone} />`)}
      </ul>`
    }
    ${hasMore && html`<button type="button" class="button more-button" onClick=${more}>${text.more}</button>`}
    <p class="unseen" role="status">${items && items.length > PER_PAGE && text.shown(items.length)}</p>`
}

/** For whoever decides: how many wait, wherever they stand in the list. */
function ToDecide() {
  const many = toDecide.value
  if (many === 0) return null
  return html`<div class="hint to-decide">
    <p><b>${text.pending(many)}.</b></p>
    <a class="button" href=${withQuery('/requests', { filter: 'pending' })}>${text.showPending}</a>
  </div>`
}
