import { html } from 'htm/preact'
import type { Season } from '../../../contracts/media.ts'
import { dateOnly } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'

const text = t.title.seasons

interface Props {
  seasons: readonly Season[]
  /** Those that can be chosen. */
  open: readonly number[]
  chosen: readonly number[]
  onChange: (chosen: number[]) => void
}

/** The seasons with what is here of each; those that are missing can be chosen. */
export function Seasons({ seasons, open, chosen, onChange }: Props) {
  if (seasons.length === 0) return html`<p class="muted">${text.none}</p>`
  const turn = (number: number, on: boolean): void =>
    onChange(on ? [...chosen, number] : chosen.filter((one) => one !== number))
  return html`<fieldset class="seasons">
    <legend class="unseen">${text.title}</legend>
    ${
      open.length > 1 &&
      html`<${CheckBox}
        label=${text.all}
        checked=${chosen.length === open.length}
        onChange=${(on: boolean) => onChange(on ? [...open] : [])}
      />`
    }
    <ul>
      ${seasons.map(
        (season) =>
          html`<li key=${season.number} class="season">
            ${
              open.includes(season.number)
                ? html`<${CheckBox}
                    label=${t.media.season(season.number, season.name)}
                    checked=${chosen.includes(season.number)}
                    onChange=${(on: boolean) => turn(season.number, on)}
                  />`
                : html`<span class="season-closed">${t.media.season(season.number, season.name)}</span>`
            }
            <${Facts} season=${season} />
          </li>`,
      )}
    </ul>
  </fieldset>`
}

function Facts({ season: { episodes, airDate, available, requested } }: { season: Season }) {
  const facts = [
    ...(episodes === null ? [] : [text.episodes(episodes)]),
    ...(airDate ? [text.airs(dateOnly(Date.parse(airDate)))] : []),
  ]
  const state =
    requested && available !== 'yes' ? text.requested : available === 'no' ? undefined : text.state[available]
  return html`<span class="season-facts">
    <span class="muted small">${facts.join(' · ')}</span>
    ${state && html`<span class="tag ${available === 'yes' ? 'tag-ok' : ''}">${state}</span>`}
  </span>`
}
