import { html } from 'htm/preact'
import type { Service } from '../../../contracts/status.ts'
import { capitalised } from '../../format/actor.ts'
import { milliseconds, percentage } from '../../format/number.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { withQuery } from '../../router.ts'
import { overdueFor, portalNow, stateNow } from '../../state/board.ts'
import { isAdmin } from '../../state/session.ts'
import { Chart } from './chart.ts'
import { atSameTime } from './past.ts'
import { notesOf } from './tile.ts'

const text = t.board.details

interface Props {
  service: Service
  /** The time that is looked back at; undefined is now. */
  at: number | undefined
  onClose: () => void
}

/** What a tile has no room for, and the way to the whole story. */
export function Details({ service, at, onClose }: Props) {
  const status = at === undefined ? stateNow(service) : service.status
  const { id, name, since, lastCheckAt, responseTimeMs, uptimePercentage, error, group, recent, becauseOf } = service
  const overdue = at === undefined && overdueFor(service) !== undefined
  const notes = notesOf({ service, overdue: false, now: at ?? portalNow.value })
  return html`<${Dialog} title=${name} form="sheet" onClose=${onClose}>
    <div class="dialog-body">
      <p class="details-state">
        <${StateMark} status=${status} /><b class="word-${status}"
          >${overdue ? t.board.was(service.status) : t.board.state[status]}</b
        >
      </p>
      ${notes.length > 0 && html`<p class="tile-notes">${notes.map((note) => html`<span key=${note} class="tag">${note}</span>`)}</p>`}
      ${
        becauseOf &&
        html`<p>
          ${capitalised(t.board.becauseOf)} <a href=${atSameTime(`/board/${becauseOf.id}`)}>${becauseOf.name}</a>
        </p>`
      }
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
        ${
          group &&
          html`<dt>${text.group}</dt>
            <dd>${group}</dd>`
        }
      </dl>
    </div>
    <footer class="dialog-foot">
      ${
        isAdmin() &&
        html`<a class="button" href=${withQuery('/journal', { key: id })}>${text.journal}</a>
          <a class="button" href="/services/${id}/edit">${text.edit}</a>`
      }
      <a
        class="button button-primary"
        href=${withQuery(`/services/${id}`, { at: at === undefined ? undefined : new Date(at).toISOString() })}
      >
        ${text.whole}
      </a>
    </footer>
  <//>`
}
