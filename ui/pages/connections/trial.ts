import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { StateMark } from '../../parts/state-mark.ts'
import type { TrialState } from './use-connection.ts'

const text = t.connections

/** What came of a test: the product and how quick it is, or exactly what is wrong. */
export function Trial({ trial, title }: { trial: TrialState; title: string }) {
  return html`<div class="trial" role="status">
    ${trial.step === 'busy' && html`<p class="muted">${text.testing}…</p>`}
    ${trial.step === 'done' && html`<${Result} ...${trial} title=${title} />`}
    ${trial.step === 'failed' && html`<${Problem} error=${trial.error} />`}
  </div>`
}

function Result({ result, title }: Extract<TrialState, { step: 'done' }> & { title: string }) {
  const { ok, message, product, version, responseTimeMs } = result
  return html`<div class="trial-result trial-${ok ? 'online' : 'offline'}">
    <${StateMark} status=${ok ? 'online' : 'offline'} />
    <div>
      <p>${message}</p>
      ${ok && html`<p class="muted">${text.works(product ?? title, version, responseTimeMs)}</p>`}
    </div>
  </div>`
}
