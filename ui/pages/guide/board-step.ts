import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { services, stateNow } from '../../state/board.ts'
import { note } from '../../state/guide.ts'

const text = t.guide.steps.board

/** What is on the board already, and the way there. */
export function BoardStep() {
  const all = services.value ?? []
  return html`<p role="status">${all.length > 0 ? text.text(all.length) : text.empty}</p>
    <ul class="guide-board">
      ${all.slice(0, 12).map(
        (service) =>
          html`<li key=${service.id} class="state-line">
            <${StateMark} status=${stateNow(service)} />${service.name}
            <span class="muted">${t.board.state[stateNow(service)]}</span>
          </li>`,
      )}
    </ul>
    <a class="button button-primary" href="/board" onClick=${() => note({ sawBoard: true })}>${t.guide.toBoard}</a>`
}
