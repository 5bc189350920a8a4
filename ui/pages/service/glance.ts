import { html } from 'htm/preact'
import { MONITOR_KINDS } from '../../../contracts/monitor-kinds.ts'
import type { Service } from '../../../contracts/status.ts'
import { milliseconds } from '../../format/number.ts'
import { t } from '../../messages.ts'
import { Time } from '../../parts/time.ts'
import { portalNow } from '../../state/board.ts'
import { notesOf } from '../board/tile.ts'

const text = t.service.facts

interface Props {
  service: Service
  certificateEndsAt: string | null
}

/** The facts of a service, each only where there is one. */
export function Glance({ service, certificateEndsAt }: Props) {
  const { responseTimeMs, lastCheckAt, intervalSeconds, kind, group, maintenance, source } = service
  const rows: [string, unknown][] = [
    [text.response, responseTimeMs === null ? t.board.none : milliseconds(responseTimeMs)],
    [text.checked, lastCheckAt ? html`<${Time} at=${lastCheckAt} />` : text.never],
    [text.interval, text.every(intervalSeconds)],
  ]
  // what lives elsewhere may be of a kind that we have no name for
  if (!source) rows.push([text.kind, MONITOR_KINDS[kind].title])
  if (group) rows.push([text.group, group])
  if (source) rows.push([text.source, t.board.sources[source] ?? source])
  if (certificateEndsAt) rows.push([text.certificate, html`<${Certificate} at=${certificateEndsAt} />`])
  if (maintenance) {
    const ends = maintenance.endsAt && html`, ${t.publicStatus.until} <${Time} at=${maintenance.endsAt} />`
    rows.push([text.maintenance, html`${maintenance.title}${ends}`])
  }
  const notes = notesOf({
    service: { ...service, maintenance: null, source: null },
    overdue: false,
    now: portalNow.value,
  })
  return html`<section class="panel" aria-labelledby="glance-title">
    <h2 id="glance-title">${text.title}</h2>
    ${notes.map((note) => html`<p key=${note} class="tag">${note}</p>`)}
    <dl class="pairs">
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </section>`
}

function Certificate({ at }: { at: string }) {
  return html`<${Time} at=${at}>${text.certificateIn(Date.parse(at) - portalNow.value)}<//>`
}
