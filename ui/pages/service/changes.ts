import { html } from 'htm/preact'
import type { Transition } from '../../../contracts/history.ts'
import { api } from '../../api.ts'
import { capitalised } from '../../format/actor.ts'
import { dayClock, duration } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { go, withQuery } from '../../router.ts'
import { useCalmReload } from '../../state/use-calm-reload.ts'
import { useList } from '../../state/use-list.ts'

const text = t.service.changes
const PAGE = 20
const CHANGED_BY = ['status.changed'] as const

/** Its changes of state, newest first, each with how long what it changed to lasted. */
export function Changes({ id }: { id: string }) {
  const { items, error, hasMore, more, reload } = useList<Transition>(
    id,
    (cursor, signal) => api.listTransitions({ service: id, limit: PAGE, ...(cursor && { cursor }) }, signal),
    [],
  )
  useCalmReload(reload, CHANGED_BY, id)
  return html`<section aria-labelledby="changes-title" class="changes">
    <h2 id="changes-title">${text.title}</h2>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${items?.length === 0 && html`<p class="muted">${text.empty}</p>`}
    ${items && items.length > 0 && html`<${Table} items=${items} />`}
    ${hasMore && html`<button type="button" class="button" onClick=${more}>${text.more}</button>`}
    <p class="unseen" role="status">${items && items.length > PAGE && text.shown(items.length)}</p>
  </section>`
}

function Table({ items }: { items: readonly Transition[] }) {
  return html`<table class="cards-table changes-table" role="table" aria-labelledby="changes-title">
    <thead role="rowgroup">
      <tr role="row">
        ${(['change', 'when', 'lasted', 'reason'] as const).map(
          (column) => html`<th key=${column} role="columnheader" scope="col">${text.columns[column]}</th>`,
        )}
        <th role="columnheader" scope="col"><span class="unseen">${text.columns.why}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${items.map((change, place) => html`<${Row} key=${change.id} change=${change} after=${items[place - 1]} />`)}
    </tbody>
  </table>`
}

function Row({ change, after }: { change: Transition; after: Transition | undefined }) {
  const { at, from, status, error, becauseOf, maintenance, serviceId } = change
  const time = Date.parse(at)
  const reasons = [
    ...(becauseOf ? [text.because(becauseOf.name)] : []),
    ...(maintenance ? [text.maintenance] : []),
    ...(error ? [error] : []),
  ]
  const why = (): void => {
    go(withQuery(`/services/${serviceId}`, { at }))
    const section = document.getElementById('why')
    section?.scrollIntoView({ block: 'start' })
    section?.focus({ preventScroll: true })
  }
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="cell-state">
      <span class="state-line">
        <${StateMark} status=${status} />
        <span aria-hidden="true">${text.change(from, status)}</span>
        <span class="unseen">${text.changeSaid(from, status)}</span>
      </span>
    </th>
    <td role="cell"><${Time} at=${at}>${dayClock(time)}<//></td>
    <td role="cell" class="muted">${after ? duration(Date.parse(after.at) - time) : text.still}</td>
    <td role="cell" class=${reasons.length > 0 ? 'break' : 'muted'}>
      ${reasons.length > 0 ? capitalised(reasons.join('; ')) : text.noReason}
    </td>
    <td role="cell" class="cell-actions">
      <button type="button" class="button button-quiet" aria-label=${text.whyNamed(dayClock(time))} onClick=${why}>
        ${text.why}
      </button>
    </td>
  </tr>`
}
