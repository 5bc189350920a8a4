import '../style/library.css'
import '../style/requests.css'
import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import type { RouteAnswer } from '../../contracts/http.ts'
import type { PlexItem } from '../../contracts/plex-library.ts'
import { api } from '../api.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { StaleHint } from '../parts/freshness.ts'
import { Icon } from '../parts/icon.ts'
import { focusTitle, PageHead } from '../parts/page-head.ts'
import { shapeOf } from '../parts/plex-card.ts'
import { PlexTrouble } from '../parts/plex-closed.ts'
import { Poster } from '../parts/poster.ts'
import { Bars } from '../parts/skeleton.ts'
import { Time } from '../parts/time.ts'
import { WatchedMark } from '../parts/watched-mark.ts'
import { place, wentBack } from '../router.ts'
import { type Endless, useEndless } from '../state/use-endless.ts'
import { Children } from './library/children.ts'
import { NotInLibrary } from './library/not-there.ts'
import { Path } from './library/path.ts'

const text = t.library.item
const PER_PAGE = 100

type Item = RouteAnswer<'getItem'>
type Answer = Item & { items: PlexItem[]; nextCursor: string | null }

/** The film, series, episode, artist or album in Plex that the address names. */
export function LibraryItemPage() {
  const id = decodeURIComponent(place.value.path.split('/').at(-1) ?? '')
  return html`<${OneItem} key=${id} id=${id} />`
}

function OneItem({ id }: { id: string }) {
  const list = useEndless<PlexItem, Answer>(
    `item ${id}`,
    async (cursor, signal) => {
      const item = await api.getItem(cursor ? { id, limit: PER_PAGE, cursor } : { id, limit: PER_PAGE }, signal)
      return { ...item, ...item.children }
    },
    ['library.changed'],
  )
  useEffect(() => {
    // from one title to the next the frame sees the same page
    if (document.activeElement !== document.body) return
    if (!wentBack()) scrollTo(0, 0)
    focusTitle()
  }, [])
  const { latest, error, reload } = list
  if (error instanceof RequestFailed && error.code === 'NOT_FOUND') return html`<${NotInLibrary} />`
  if (latest) return html`<${Title} item=${latest} list=${list} error=${error} />`
  return html`<${PageHead} title=${t.titles.item} /> ${error === undefined && html`<${Bars} kind="card" rows=${2} />`}
    <${PlexTrouble} error=${error} onRetry=${reload} />`
}

interface Props {
  item: Answer
  list: Endless<PlexItem, Answer>
  error: unknown
}

function Title({ item, list, error }: Props) {
  const { kind, title, tagline, overview, backdropId, posterId, genres, resumePercent, context } = item
  return html`<${Path} item=${item} /> <${PlexTrouble} error=${error} onRetry=${list.reload} /><${StaleHint}
      of=${item}
    />
    <article class="title ${backdropId ? 'title-behind' : ''}">
      ${backdropId && html`<${Poster} id=${backdropId} title="" shape="wide" sizes="100vw" eager=${true} />`}
      <div class="title-head">
        <div class="title-cover">
          <${Poster}
            id=${posterId}
            title=${title}
            shape=${shapeOf(kind)}
            sizes="(max-width: 600px) 112px, 220px"
            eager=${true}
          />
        </div>
        <div class="title-words">
          <${PageHead} title=${title} lead=${html`<p>${factsOf(item, context)}</p>`} />
          <${Watched} item=${item} />
          ${
            resumePercent !== null &&
            html`<progress
              class="watch-bar"
              max="100"
              value=${resumePercent}
              aria-label=${text.progress(title)}
              aria-valuetext=${t.plexItem.stoppedAt(resumePercent)}
            ></progress>`
          }
          ${tagline && html`<p class="title-tagline">${tagline}</p>`} ${overview && html`<p>${overview}</p>`}
          ${genres.length > 0 && html`<p class="tags">${genres.map((one) => html`<span key=${one} class="tag">${one}</span>`)}</p>`}
          <${Doors} item=${item} />
        </div>
      </div>
    </article>
    ${text.holds[kind] && html`<${Children} of=${item} list=${list} label=${text.holds[kind]} />`}`
}

function factsOf({ kind, year, durationMs, contentRating, rating, studio }: Item, context: string | null): string {
  return [
    context,
    year,
    t.plexItem.kind[kind],
    durationMs !== null && durationMs > 0 && t.title.minutes(Math.max(1, Math.round(durationMs / 60_000))),
    contentRating,
    rating !== null && text.rating(rating),
    studio,
  ]
    .filter((fact) => fact !== null && fact !== false)
    .join(' · ')
}

/** How far the person is, and when that was. */
function Watched({ item }: { item: Item }) {
  const { views, lastViewedAt } = item
  return html`<div class="watched">
    <${WatchedMark} of=${item} />
    ${
      views !== null &&
      views > 0 &&
      html`<p class="muted small">
        ${text.views(views)}${lastViewedAt !== null && html`, ${text.last} <${Time} at=${lastViewedAt} />`}
      </p>`
    }
  </div>`
}

const MEDIA: Partial<Record<PlexItem['kind'], string>> = { movie: 'movie', show: 'tv' }

function Doors({ item: { kind, playUrl, tmdbId } }: { item: Item }) {
  const type = MEDIA[kind]
  return html`<div class="buttons">
    <a class="button button-primary" href=${playUrl} target="_blank" rel="noreferrer">
      <${Icon} name="play" />${text.play}
    </a>
    ${type && tmdbId !== null && html`<a class="button" href="/media/${type}/${tmdbId}">${text.details}</a>`}
  </div>`
}
