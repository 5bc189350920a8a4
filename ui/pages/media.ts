import '../style/requests.css'
import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import type { MediaDetails } from '../../contracts/media.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { Icon } from '../parts/icon.ts'
import { MediaMarks } from '../parts/media-marks.ts'
import { focusTitle, PageHead } from '../parts/page-head.ts'
import { Poster } from '../parts/poster.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { place } from '../router.ts'
import { now } from '../state/clock.ts'
import { hearTogether } from '../state/live.ts'
import { useAnswer } from '../state/use-answer.ts'
import { Ask } from './media/ask.ts'
import { Existing } from './media/existing.ts'
import { Facts } from './media/facts.ts'
import { Report } from './media/report.ts'
import { askTitle, namedBy, type Named } from './media/use-title.ts'

const text = t.title
/** What is shown is only then older than a minute when its source is away. */
const STALE_MS = 2 * 60_000

/** The film, series or album that the address names. */
export function MediaPage() {
  const named = namedBy(place.value.path)
  if (!named) return html`<${NotThere} />`
  return html`<${OneTitle} key=${place.value.path} named=${named} />`
}

const NotThere = () =>
  html`<${PageHead} title=${t.titles.title} />
    <${Empty} icon="film" title=${text.notThere.title} text=${text.notThere.text}>
      <a class="button" href="/discover">${text.notThere.back}</a>
    <//>`

function OneTitle({ named }: { named: Named }) {
  const { answer, error, reload } = useAnswer(() => askTitle(named), [])
  useEffect(() => {
    // from one title to the next the frame sees the same page
    if (document.activeElement === document.body) focusTitle()
    return hearTogether(['requests.moved'], reload, 1500)
  }, [])
  const code = error instanceof RequestFailed ? error.code : undefined
  if (code === 'NOT_FOUND' || code === 'INVALID') return html`<${NotThere} />`
  if (answer) return html`<${Title} details=${answer} error=${error} reload=${reload} />`
  return html`<${PageHead} title=${t.titles.title} />
    ${error === undefined ? html`<${Bars} kind="card" rows=${2} />` : html`<${Problem} error=${error} onRetry=${reload} />`}`
}

interface Props {
  details: MediaDetails
  error: unknown
  reload: () => void
}

function Title({ details, error, reload }: Props) {
  const { mediaType, title, artist, year, overview, tagline, backdropId, posterId, notice, asOf, requests } = details
  const [reporting, setReporting] = useState(false)
  const here = details.available !== 'no' || details.available4k !== 'no'
  const stale = now.value - Date.parse(asOf) > STALE_MS
  const facts = [artist, year, t.media.kind[mediaType]].filter((fact) => fact !== null).join(' · ')
  const cover = mediaType === 'music' ? 'square' : 'poster'
  return html`<a class="back-link" href="/discover"><${Icon} name="back" size=${16} />${text.back}</a>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${
      (notice !== null || stale) &&
      html`<div class="hint" role="status">
        <p>${notice && html`<b>${notice}</b> `}${stale && text.asOf(Date.parse(asOf), now.value)}</p>
      </div>`
    }
    <article class="title ${backdropId ? 'title-behind' : ''}">
      ${backdropId && html`<${Poster} id=${backdropId} title="" shape="wide" sizes="100vw" eager=${true} />`}
      <div class="title-head">
        <div class="title-cover">
          <${Poster}
            id=${posterId}
            title=${title}
            shape=${cover}
            sizes="(max-width: 600px) 112px, 220px"
            eager=${true}
          />
        </div>
        <div class="title-words">
          <${PageHead} title=${title} lead=${html`<p>${facts}</p>`} />
          <${MediaMarks} of=${details} />
          ${tagline && html`<p class="title-tagline">${tagline}</p>`} ${overview && html`<p>${overview}</p>`}
          <${Actions} details=${details} here=${here} onReport=${() => setReporting(true)} />
        </div>
      </div>
    </article>
    <div class="title-page">
      <div class="title-main">
        <${Ask} details=${details} onAsked=${reload} />
        <${Existing} requests=${requests} />
      </div>
      <${Facts} details=${details} />
    </div>
    ${reporting && html`<${Report} details=${details} onClose=${() => setReporting(false)} />`}`
}

function Actions({ details, here, onReport }: { details: MediaDetails; here: boolean; onReport: () => void }) {
  const { playUrl, mediaType } = details
  const canReport = here && mediaType !== 'music'
  if (!playUrl && !canReport) return null
  return html`<div class="buttons">
    ${
      playUrl &&
      html`<a class="button button-primary" href=${playUrl} target="_blank" rel="noreferrer">
        <${Icon} name="out" />${text.play}
      </a>`
    }
    ${
      canReport &&
      html`<button type="button" class="button" onClick=${onReport}><${Icon} name="warning" />${text.report}</button>`
    }
  </div>`
}
