import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import type { RouteAnswer } from '../../contracts/http.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { useAnswer } from '../state/use-answer.ts'
import { isClosed } from './plex-closed.ts'
import { Poster } from './poster.ts'
import { pathOfItem, shapeOf } from './plex-card.ts'
import { Problem } from './problem.ts'

const text = t.library.playing
/** Plex tells when somebody begins or stops, but not how far they are. */
const AGAIN_MS = 20_000

type Playing = RouteAnswer<'nowPlaying'>['items'][number]

/** For whoever runs the house: who is watching what. `quiet` shows nothing while nobody does. */
export function NowPlaying({ quiet = false }: { quiet?: boolean }) {
  const { answer, error, reload } = useAnswer(
    () => api.nowPlaying(),
    ['library.playback-changed', 'settings.service-configured'],
  )
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && reload(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  if (isClosed(error) || (quiet && (!answer || error !== undefined || answer.items.length === 0))) return null
  return html`<section class="section" aria-labelledby="playing-title">
    <h2 id="playing-title">${text.title}</h2>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${error === undefined && answer?.items.length === 0 && html`<p class="muted">${text.none}</p>`}
    ${
      error === undefined &&
      answer &&
      answer.items.length > 0 &&
      html`<ul class="playing" aria-labelledby="playing-title">
        ${answer.items.map((one) => html`<${One} key=${one.id} one=${one} />`)}
      </ul>`
    }
  </section>`
}

function One({ one }: { one: Playing }) {
  const { item, title, context, person, player, state, progressPercent, how, bandwidthKbps, local } = one
  const facts = [
    how && text.how[how],
    bandwidthKbps !== null && text.bandwidth(bandwidthKbps),
    local !== null && (local ? text.local : text.remote),
  ].filter(Boolean)
  return html`<li class="panel playing-one">
    <div class="playing-cover">
      <${Poster}
        id=${item?.posterId ?? null}
        title=${title}
        shape=${item ? shapeOf(item.kind) : 'poster'}
        sizes="64px"
      />
    </div>
    <div class="playing-words">
      <h3>${item ? html`<a href=${pathOfItem(item)}>${title}</a>` : title}</h3>
      ${context && html`<p class="muted">${context}</p>`}
      <p><b>${person}</b> ${player !== null && text.on(player)}</p>
      <p class="muted small">${[text.state[state], ...facts].join(' · ')}</p>
      ${
        progressPercent !== null &&
        html`<progress
          class="watch-bar"
          max="100"
          value=${progressPercent}
          aria-label=${text.progress(title)}
          aria-valuetext=${text.percent(progressPercent)}
        ></progress>`
      }
    </div>
  </li>`
}
