import { html } from 'htm/preact'
import type { Service } from '../../../contracts/status.ts'
import { capitalised } from '../../format/actor.ts'
import { milliseconds, percentage } from '../../format/number.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { withQuery } from '../../router.ts'
import { overdueFor, stateNow } from '../../state/board.ts'
import { isAdmin } from '../../state/session.ts'
import { Chart } from './chart.ts'

const text = t.board.details

/** What a tile has no room for. */
export function Details({ service, onClose }: { service: Service; onClose: () => void }) {
  const status = stateNow(service)
  const { id, name, since, lastCheckAt, responseTimeMs, uptimePercentage, error, kind, group, recent } = service
  const overdue = overdueFor.value !== undefined && lastCheckAt !== null
  return html`<${Dialog} title=${name} form="sheet" onClose=${onClose}>
    <div class="dialog-body">
      <p class="details-state">
        <${StateMark} status=${status} /><b class="word-${status}"
          >${overdue ? t.board.was(service.status) : t.board.state[status]}</b
        >
      </p>
      ${error && html`<p class="details-error"><span class="unseen">${text.why}: </span>${capitalised(error)}</p>`}
      <${Chart} values=${recent} />
      <dl class="pairs">
        <dt>${text.since}</dt>
        <dd>${since ? html`<${Time} at=${since} />` : t.board.noCheck}</dd>
        <dt>${text.checked}</dt>
        <dd>${lastCheckAt ? html`<${Time} at=${lastCheckAt} />` : t.board.noCheck}</dd>
        <dt>${text.response}</dt>
        <dd>${responseTimeMs === null ? t.board.none : milliseconds(responseTimeMs)}</dd>
        <dt>${text.uptime}</dt>
        <dd>${uptimePercentage === null ? t.board.noCheck : percentage(uptimePercentage)}</dd>
        <dt>${text.kind}</dt>
        <dd>${t.board.kind[kind]}</dd>
        ${
          group &&
          html`<dt>${text.group}</dt>
            <dd>${group}</dd>`
        }
      </dl>
    </div>
    ${
      isAdmin() &&
      html`<footer class="dialog-foot">
        <a class="button" href=${withQuery('/journal', { key: id })}>${text.journal}</a>
        <a class="button" href="/services/${id}">${text.edit}</a>
      </footer>`
    }
  <//>`
}
