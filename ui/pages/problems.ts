import '../style/requests.css'
import { html } from 'htm/preact'
import type { MediaIssue } from '../../contracts/media-issues.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { PageHead } from '../parts/page-head.ts'
import { Poster } from '../parts/poster.ts'
import { Problem } from '../parts/problem.ts'
import { ProblemState } from '../parts/problem-state.ts'
import { Segments } from '../parts/segments.ts'
import { Bars } from '../parts/skeleton.ts'
import { Time } from '../parts/time.ts'
import { go, place, withQuery } from '../router.ts'
import { isAdmin } from '../state/session.ts'
import { useAgain } from '../state/use-again.ts'
import { useList } from '../state/use-list.ts'
import { RequestTabs } from './requests/tabs.ts'

const text = t.problems
type Status = keyof typeof text.statuses
const PER_PAGE = 20

/** Problems that were reported, newest first. */
export function Problems() {
  const asked = place.value.query.get('status') ?? ''
  const status: Status = Object.hasOwn(text.statuses, asked) ? (asked as Status) : 'open'
  const { items, error, hasMore, more, reload } = useList<MediaIssue>(
    status,
    (cursor, signal) => api.listIssues({ status, limit: PER_PAGE, ...(cursor && { cursor }) }, signal),
    ['requests.issue-moved'],
  )
  // that Seerr took one is told to nobody
  useAgain(items, !!items?.some(({ waitingSince }) => waitingSince), reload)
  const choose = (next: Status): void =>
    go(withQuery('/issues', { status: next === 'open' ? undefined : next }), { replace: true })
  return html`<${PageHead} title=${t.titles.problems} lead=${html`<p>${isAdmin() ? text.lead : text.leadMine}</p>`} />
    <${RequestTabs} />
    <div class="segments-line">
      <${Segments} label=${text.status} options=${text.statuses} chosen=${status} onChange=${choose} />
    </div>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!items && error === undefined && html`<${Bars} rows=${3} />`}
    ${
      items?.length === 0 &&
      html`<${Empty}
        icon="check"
        title=${status === 'open' ? text.emptyOpenTitle : text.emptyTitle}
        text=${status === 'open' ? text.emptyOpen : text.empty}
      >
        ${status === 'open' && html`<a class="button" href="/discover">${text.toDiscover}</a>`}
      <//>`
    }
    ${
      items &&
      items.length > 0 &&
      html`<ul class="requests" aria-label=${t.titles.problems}>
        ${items.map((issue) => html`<${Card} key=${issue.id} issue=${issue} />`)}
      </ul>`
    }
    ${hasMore && html`<button type="button" class="button more-button" onClick=${more}>${text.more}</button>`}`
}

function Card({ issue }: { issue: MediaIssue }) {
  const { id, kind, status, title, posterId, season, episode, message, mine, reportedBy, comments, createdAt } = issue
  const label = `problem-${id}`
  return html`<li class="panel request" aria-labelledby=${label}>
    <div class="request-cover" aria-hidden="true">
      <${Poster} id=${posterId} title=${title ?? ''} sizes="(max-width: 600px) 64px, 92px" />
    </div>
    <div class="request-words">
      <div class="request-head">
        <h2 id=${label}><a href="/issues/${id}">${title ?? text.untitled}: ${text.kind[kind]}</a></h2>
        <${ProblemState} status=${status} />
      </div>
      <p class="break">${message}</p>
      <p class="muted request-facts">
        <span>${text.where(season, episode)}</span>
        <span>${mine ? text.byYou : text.by(reportedBy.name)} <${Time} at=${createdAt} /></span>
        ${comments > 0 && html`<span>${text.comments(comments)}</span>`}
      </p>
      ${issue.waitingSince && html`<p class="standing standing-wait">${text.waiting(Date.parse(issue.waitingSince))}</p>`}
    </div>
  </li>`
}
