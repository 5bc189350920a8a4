import '../style/requests.css'
import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import type { RequestWithTimeline } from '../../contracts/media-requests.ts'
import { api } from '../api.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { Icon } from '../parts/icon.ts'
import { focusTitle, PageHead } from '../parts/page-head.ts'
import { Poster } from '../parts/poster.ts'
import { Problem } from '../parts/problem.ts'
import { StatusLine } from '../parts/request-status.ts'
import { Bars } from '../parts/skeleton.ts'
import { Time } from '../parts/time.ts'
import { place, withQuery } from '../router.ts'
import { hear } from '../state/live.ts'
import { followProgress } from '../state/progress.ts'
import { isAdmin } from '../state/session.ts'
import { useAgain } from '../state/use-again.ts'
import { useAnswer } from '../state/use-answer.ts'
import { pathOf } from './discover/path.ts'
import { Timeline } from './request/timeline.ts'
import { Actions } from './requests/actions.ts'

const text = t.request
const FRESH_MS = 2 * 60_000

/** The request that the address names: its timeline is the page. */
export function RequestPage() {
  const id = /^\/requests\/([\w-]+)$/.exec(place.value.path)?.[1] ?? ''
  return html`<${One} key=${id} id=${id} />`
}

function One({ id }: { id: string }) {
  const { answer, error, reload } = useAnswer(() => api.getRequest({ id }), [])
  useEffect(() => {
    // from one request to the next the frame sees the same page
    if (document.activeElement === document.body) focusTitle()
    const stops = [
      hear(['requests.moved'], ({ data }) => {
        if ((data as { requestId: string }).requestId === id) reload()
      }),
      hear(['reset'], reload),
      followProgress(),
    ]
    return () => stops.forEach((stop) => stop())
  }, [])
  // where it lies in Plex may be known a little later than that it is there, and is no step of its own
  const unplaced = answer?.status === 'available' && answer.playUrl === null
  useAgain(answer, unplaced && Date.now() - Date.parse(answer.updatedAt) < FRESH_MS, reload)
  const code = error instanceof RequestFailed ? error.code : undefined
  if (code === 'NOT_FOUND' || code === 'INVALID') {
    return html`<${PageHead} title=${t.titles.request} />
      <${Empty} icon="inbox" title=${text.notThere.title} text=${text.notThere.text}>
        <a class="button" href="/requests">${text.notThere.back}</a>
      <//>`
  }
  if (!answer) {
    return html`<${PageHead} title=${t.titles.request} />
      ${error === undefined ? html`<${Bars} kind="card" rows=${2} />` : html`<${Problem} error=${error} onRetry=${reload} />`}`
  }
  return html`<${Story} request=${answer} error=${error} reload=${reload} />`
}

interface Props {
  request: RequestWithTimeline
  error: unknown
  reload: () => void
}

function Story({ request, error, reload }: Props) {
  const { mediaType, mediaId, title, artist, year, posterId, is4k, status } = request
  const name = title ?? t.requests.untitled
  const facts = [artist, year, t.media.kind[mediaType], ...(is4k ? [t.media.in4k] : [])]
  return html`<a class="back-link" href="/requests"><${Icon} name="back" size=${16} />${text.back}</a>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    <div class="title-head request-title">
      <div class="title-cover">
        <${Poster}
          id=${posterId}
          title=${name}
          shape=${mediaType === 'music' ? 'square' : 'poster'}
          sizes="(max-width: 600px) 88px, 140px"
          eager=${true}
        />
      </div>
      <div class="title-words">
        <${PageHead} title=${name} lead=${html`<p>${facts.filter((fact) => fact !== null).join(' · ')}</p>`} />
        <p role="status"><${StatusLine} status=${status} /></p>
        <${Actions} request=${request} onDone=${reload} />
        <p><a href=${pathOf({ mediaType, id: mediaId })}>${text.toTitle}</a></p>
      </div>
    </div>
    <div class="title-page">
      <div class="title-main"><${Timeline} request=${request} /></div>
      <${Facts} request=${request} />
    </div>`
}

function Facts({ request }: { request: RequestWithTimeline }) {
  const { id, mine, requestedBy, createdAt, updatedAt, seasons, seerrId } = request
  const rows: [string, unknown][] = [
    [text.by, mine ? t.problems.you : requestedBy.name],
    [text.asked, html`<${Time} at=${createdAt} />`],
    [text.moved, html`<${Time} at=${updatedAt} />`],
    ...(seasons.length > 0 ? ([[text.seasons, t.media.seasons(seasons)]] as [string, unknown][]) : []),
    ...(seerrId === null ? [] : ([[text.seerr, String(seerrId)]] as [string, unknown][])),
  ]
  return html`<section class="panel facts" aria-labelledby="facts-title">
    <h2 id="facts-title">${text.facts}</h2>
    <dl class="pairs">
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd class="break">${value}</dd>`,
      )}
    </dl>
    ${isAdmin() && html`<p><a href=${withQuery('/journal', { key: id })}>${text.journal}</a></p>`}
  </section>`
}
