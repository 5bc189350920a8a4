import { html } from 'htm/preact'
import type { IncidentEntry } from '../../../contracts/incidents.ts'
import { clockTimeSeconds, dayKey, dayName } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import type { IconName } from '../../parts/icons.ts'
import { Time } from '../../parts/time.ts'
import { now } from '../../state/clock.ts'
import { whoIs } from '../../state/people-names.ts'

const text = t.incidents
const ICON: Record<IncidentEntry['kind'], IconName> = {
  influence: 'history',
  raised: 'siren',
  affected: 'warning',
  recovered: 'check',
  acknowledged: 'user',
  snoozed: 'bell',
  resolved: 'check',
  reopened: 'siren',
  note: 'pencil',
  published: 'eye',
}

/** What happened, the oldest first, by day. */
export function Timeline({ entries }: { entries: readonly IncidentEntry[] }) {
  const days = [...Map.groupBy(entries, ({ at }) => dayKey(Date.parse(at)))]
  return html`<div class="story-days">
    ${days.map(
      ([day, ofDay]) =>
        html`<section key=${day}>
          <h3 class="muted">${dayName(Date.parse(ofDay[0]?.at ?? ''), now.value)}</h3>
          <ol class="story-line">
            ${ofDay.map((entry) => html`<${Entry} key=${entry.id} entry=${entry} />`)}
          </ol>
        </section>`,
    )}
  </div>`
}

function Entry({ entry: { at, kind, text: said, actor, public: open } }: { entry: IncidentEntry }) {
  return html`<li class="story-entry story-${kind}">
    <span class="story-icon"><${Icon} name=${ICON[kind]} size=${16} /></span>
    <div>
      <p class="break">${said}</p>
      <p class="muted small">
        <${Time} at=${at}>${clockTimeSeconds(Date.parse(at))}<//> · ${text.kinds[kind]}
        ${actor && actor.startsWith('user') && ` · ${text.by(whoIs(actor))}`}
        ${kind === 'note' && open && html` <span class="tag">${text.publicNote}</span>`}
      </p>
    </div>
  </li>`
}
