import { html } from 'htm/preact'
import type { MediaDetails } from '../../../contracts/media.ts'
import { dateOnly } from '../../format/time.ts'
import { t } from '../../messages.ts'

const text = t.title.facts

/** What there is to know of a title; each fact only where there is one. */
export function Facts({ details }: { details: MediaDetails }) {
  const { title, originalTitle, releaseDate, runtimeMinutes, genres, vote, cast } = details
  const rows: [string, unknown][] = []
  if (originalTitle && originalTitle !== title) rows.push([text.original, originalTitle])
  if (releaseDate) rows.push([text.released, dateOnly(Date.parse(releaseDate))])
  if (runtimeMinutes) rows.push([text.runtime, t.title.minutes(runtimeMinutes)])
  if (genres.length > 0) rows.push([text.genres, genres.join(', ')])
  if (vote) rows.push([text.vote, t.title.vote(vote)])
  if (cast.length > 0) rows.push([text.cast, html`<${Cast} cast=${cast} />`])
  if (rows.length === 0) return null
  return html`<section class="panel facts" aria-labelledby="facts-title">
    <h2 id="facts-title">${text.title}</h2>
    <dl class="pairs">
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd class="break">${value}</dd>`,
      )}
    </dl>
  </section>`
}

const Cast = ({ cast }: { cast: MediaDetails['cast'] }) =>
  html`<ul>
    ${cast.map(
      ({ name, as }) =>
        html`<li key=${`${name}-${as}`}>${name}${as && html`<span class="muted">${t.title.as(as)}</span>`}</li>`,
    )}
  </ul>`
