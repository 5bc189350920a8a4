import '../style/library.css'
import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import type { PlexLibrary } from '../../contracts/plex-library.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { StaleHint } from '../parts/freshness.ts'
import { Icon } from '../parts/icon.ts'
import type { IconName } from '../parts/icons.ts'
import { NowPlaying } from '../parts/now-playing.ts'
import { PageHead } from '../parts/page-head.ts'
import { PlexTrouble } from '../parts/plex-closed.ts'
import { Bars } from '../parts/skeleton.ts'
import { Time } from '../parts/time.ts'
import { isAdmin } from '../state/session.ts'
import { useAnswer } from '../state/use-answer.ts'
import { LibraryTabs } from './library/tabs.ts'

const text = t.library
const IMPORT_MS = 3000
const ICON: Record<PlexLibrary['kind'], IconName> = {
  movie: 'film',
  show: 'tv',
  artist: 'music',
  photo: 'image',
  other: 'library',
}

/** The libraries that Plex shows this person, with how much is in them and how current that is. */
export function Library() {
  const { answer, error, reload } = useAnswer(
    () => api.listLibraries(),
    ['library.changed', 'settings.service-configured', 'auth.plex-linked'],
  )
  const importing = answer?.items.some(({ importPercent }) => importPercent !== null) ?? false
  useEffect(() => {
    if (!importing) return undefined
    const timer = setInterval(reload, IMPORT_MS)
    return () => clearInterval(timer)
  }, [importing])
  const server = answer?.server
  return html`<${PageHead} title=${t.titles.library} lead=${html`<p>${server ? text.leadOf(server) : text.lead}</p>`} />
    <${LibraryTabs} />
    ${answer && !importing && html`<${StaleHint} of=${answer} />`}
    ${!answer && error === undefined && html`<${Bars} rows=${3} kind="tile" />`}
    <${PlexTrouble} error=${error} onRetry=${reload} />
    ${answer?.items.length === 0 && html`<${Empty} icon="library" title=${text.empty.title} text=${text.empty.text} />`}
    ${
      answer &&
      answer.items.length > 0 &&
      html`<ul class="libraries" aria-label=${text.tabs.libraries}>
        ${answer.items.map((one) => html`<${One} key=${one.id} library=${one} />`)}
      </ul>`
    }
    ${isAdmin() && html`<${NowPlaying} />`}`
}

function One({ library }: { library: PlexLibrary }) {
  const { id, title, kind, items, importPercent, asOf } = library
  return html`<li class="panel library-one">
    <span class="library-icon"><${Icon} name=${ICON[kind]} size=${28} /></span>
    <div class="library-words">
      <h2><a href="/library/${encodeURIComponent(id)}">${title}</a></h2>
      <p>${text.holds(kind, items)}</p>
      ${
        importPercent === null
          ? asOf !== null && html`<p class="muted small">${text.read} <${Time} at=${asOf} /></p>`
          : html`<progress
                class="watch-bar"
                max="100"
                value=${importPercent}
                aria-label=${text.importing(title)}
              ></progress>
              <p class="muted small">${text.imported(importPercent)}. ${text.importingMore}</p>`
      }
    </div>
  </li>`
}
