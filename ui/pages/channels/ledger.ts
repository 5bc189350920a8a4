import { html } from 'htm/preact'
import type { Delivery } from '../../../contracts/channels.ts'
import { api } from '../../api.ts'
import { capitalised } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { Time } from '../../parts/time.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { now } from '../../state/clock.ts'
import { say } from '../../state/notices.ts'

const text = t.deliveries
const TONE: Record<Delivery['state'], string> = {
  waiting: '',
  sent: 'tag-ok',
  summarised: 'tag-ok',
  dead: 'tag-bad',
  dropped: '',
}

interface Props {
  deliveries: readonly Delivery[]
  onRetried: () => void
}

/** Each message with how it went; its tries fold out. */
export function Ledger({ deliveries, onRetried }: Props) {
  return html`<table class="cards-table ledger-table" role="table">
    <caption class="unseen">
      ${text.list}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${(['what', 'to', 'state', 'when', 'tries'] as const).map(
          (column) => html`<th key=${column} role="columnheader" scope="col">${text.columns[column]}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${deliveries.map((one) => html`<${Row} key=${one.id} delivery=${one} onRetried=${onRetried} />`)}
    </tbody>
  </table>`
}

function Row({ delivery, onRetried }: { delivery: Delivery; onRetried: () => void }) {
  const { id, title, channel, recipient, state, queuedAt, sentAt, nextTryAt, together } = delivery
  const { busy, error, submit } = useSubmit(async () => {
    await api.retryDelivery({ id })
    say('ok', text.retried)
    onRetried()
  })
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="cell-name">
      <span>${title}</span>
      ${together > 1 && html`<span class="muted small">${text.together(together)}</span>`}
    </th>
    <td role="cell" class="cell-to break">
      ${channel}<span class="muted small block">${recipient === 'house' ? text.house : recipient}</span>
    </td>
    <td role="cell" class="cell-state">
      <span class="tag ${TONE[state]}">${text.states[state]}</span>
      ${
        state === 'waiting' &&
        nextTryAt &&
        html`<span class="muted small block">${text.nextTry(Date.parse(nextTryAt), now.value)}</span>`
      }
    </td>
    <td role="cell" class="cell-when"><${Time} at=${sentAt ?? queuedAt} /></td>
    <td role="cell" class="cell-tries">
      <${Tries} tries=${delivery.tries} />
      ${
        state === 'dead' &&
        html`<button
          type="button"
          class="button"
          aria-label=${text.retryNamed(title)}
          aria-disabled=${busy}
          onClick=${() => void submit()}
        >
          ${text.retry}
        </button>`
      }
      ${error !== undefined && html`<${Problem} error=${error} />`}
    </td>
  </tr>`
}

function Tries({ tries }: { tries: Delivery['tries'] }) {
  if (tries.length === 0) return html`<span class="muted">${text.noTries}</span>`
  return html`<details class="tries">
    <summary>${text.tries(tries.length)}</summary>
    <ol>
      ${tries.map(
        ({ at, ok, message }) =>
          html`<li key=${at}>
            <${Time} at=${at} />: <span class="break">${ok ? text.good : capitalised(message)}</span>
          </li>`,
      )}
    </ol>
  </details>`
}
