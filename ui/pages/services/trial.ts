import { html } from 'htm/preact'
import type { CheckResult } from '../../../contracts/status.ts'
import { capitalised } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { StateMark } from '../../parts/state-mark.ts'

export type TrialState =
  | { step: 'none' }
  | { step: 'busy' }
  | { step: 'done'; result: CheckResult }
  | { step: 'failed'; error: unknown }

/** Offline on the board may still be an answer, only not one that counts as working. */
const sentenceFor = ({ status, responseTimeMs, error }: CheckResult): string =>
  status === 'offline' && error?.startsWith('answered')
    ? t.services.triedAnswered
    : t.services.tried[status](responseTimeMs)

/** What came of trying an address, where a screen reader hears it. */
export function Trial({ trial }: { trial: TrialState }) {
  return html`<div class="trial" role="status">
    ${trial.step === 'busy' && html`<p class="muted">${t.services.trying}…</p>`}
    ${
      trial.step === 'done' &&
      html`<div class="trial-result trial-${trial.result.status}">
        <${StateMark} status=${trial.result.status} />
        <div>
          <p>${sentenceFor(trial.result)}</p>
          ${trial.result.error && html`<p class="muted">${capitalised(trial.result.error)}</p>`}
        </div>
      </div>`
    }
    ${trial.step === 'failed' && html`<${Problem} error=${trial.error} />`}
  </div>`
}
