import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { serviceOf, stateNow } from '../../state/board.ts'
import type { Whole } from '../service.ts'

const text = t.service.needs

/** What it depends on and what depends on it, each with its state. */
export function Needs({ whole: { dependsOn, dependants } }: { whole: Whole }) {
  return html`<section class="panel" aria-labelledby="needs-title">
    <h2 id="needs-title">${text.title}</h2>
    ${dependsOn.length + dependants.length === 0 && html`<p class="muted">${text.none}</p>`}
    <${List} title=${text.dependsOn} services=${dependsOn} />
    <${List} title=${text.dependants} services=${dependants} />
  </section>`
}

function List({ title, services }: { title: string; services: Whole['dependsOn'] }) {
  if (services.length === 0) return null
  return html`<h3>${title}</h3>
    <ul class="needs">
      ${services.map(({ id, name, status }) => {
        const tile = serviceOf(id)
        const state = tile ? stateNow(tile) : status
        return html`<li key=${id} class="state-line">
          <${StateMark} status=${state} /><a href="/services/${id}">${name}</a>
          <span class="muted">${t.board.state[state]}</span>
        </li>`
      })}
    </ul>`
}
