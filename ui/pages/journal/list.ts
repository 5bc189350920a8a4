import { html } from 'htm/preact'
import { useRef } from 'preact/hooks'
import type { Entry } from '../../../contracts/journal.ts'
import { doneBy } from '../../format/actor.ts'
import { clockTimeSeconds, dayKey, dayName } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { Time } from '../../parts/time.ts'
import { now } from '../../state/clock.ts'
import { factOf, iconOf, isUnconfirmed } from './fact.ts'
import { useKeepPlace } from './keep-place.ts'

const text = t.journal

interface Props {
  entries: readonly Entry[]
  chosen: string | undefined
  onChoose: (id: string) => void
}

/** Entries by day: the fact in plain words first, the technical type second. */
export function EntryList({ entries, chosen, onChoose }: Props) {
  const days = [...Map.groupBy(entries, (entry) => dayKey(Date.parse(entry.time)))]
  const list = useRef<HTMLTableElement>(null)
  useKeepPlace(list, entries)
  return html`<table class="cards-table entries" role="table" ref=${list}>
    <caption class="unseen">
      ${text.list}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${(['fact', 'by', 'time'] as const).map(
          (column) => html`<th key=${column} role="columnheader" scope="col">${text.columns[column]}</th>`,
        )}
      </tr>
    </thead>
    ${days.map(
      ([day, members]) =>
        html`<tbody role="rowgroup" key=${day}>
          <tr role="row" class="day">
            <th role="rowheader" scope="rowgroup" colspan="3">
              ${dayName(Date.parse(members[0]?.time ?? ''), now.value)}
            </th>
          </tr>
          ${members.map(
            (entry) =>
              html`<${Row} key=${entry.id} entry=${entry} chosen=${entry.id === chosen} onChoose=${onChoose} />`,
          )}
        </tbody>`,
    )}
  </table>`
}

interface RowProps {
  entry: Entry
  chosen: boolean
  onChoose: (id: string) => void
}

function Row({ entry, chosen, onChoose }: RowProps) {
  const { id, kind, type, time } = entry
  return html`<tr role="row" data-entry=${id} class="entry entry-${kind} ${chosen ? 'entry-chosen' : ''}">
    <td role="cell" class="entry-fact">
      <span class="entry-icon entry-icon-${kind}"><${Icon} name=${iconOf(entry)} /></span>
      <div>
        <button
          type="button"
          class="entry-open"
          aria-current=${chosen ? 'true' : undefined}
          onClick=${() => onChoose(id)}
        >
          ${factOf(entry)}
        </button>
        <p class="entry-type">
          <span class="mono">${type}</span>
          ${kind !== 'event' && html`<span class="tag tag-${kind}">${text.kinds[kind]}</span>`}
          ${isUnconfirmed(entry) && html`<span class="tag" title=${text.unconfirmedMore}>${text.unconfirmed}</span>`}
        </p>
      </div>
    </td>
    <td role="cell" class="entry-by">${doneBy(entry)}</td>
    <td role="cell" class="entry-time">
      <${Time} at=${time} focusable=${false}>${clockTimeSeconds(Date.parse(time))}<//>
    </td>
  </tr>`
}
