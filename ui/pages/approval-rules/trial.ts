import { html } from 'htm/preact'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { duration } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { Time } from '../../parts/time.ts'

const text = t.approval.trial
type Tried = RouteAnswer<'tryApprovalRule'>

export type TrialState =
  | { step: 'none' }
  | { step: 'busy' }
  | { step: 'done'; result: Tried }
  | { step: 'failed'; error: unknown }

/** What a rule would have approved of what was asked for. */
export function Trial({ trial }: { trial: TrialState }) {
  return html`<p class="unseen" role="status">${sentenceOf(trial)}</p>
    <div class="trial">
      ${trial.step === 'busy' && html`<p class="muted">${sentenceOf(trial)}</p>`}
      ${trial.step === 'done' && html`<${Outcome} result=${trial.result} />`}
      ${trial.step === 'failed' && html`<${Problem} error=${trial.error} />`}
    </div>`
}

function sentenceOf(trial: TrialState): string {
  if (trial.step === 'busy') return `${t.approval.editor.trying}…`
  return trial.step === 'done' ? text.passed(trial.result.passed, trial.result.days) : ''
}

function Outcome({ result: { days, asked, passed, items } }: { result: Tried }) {
  const waited = items.reduce((sum, { waitedMs }) => sum + (waitedMs ?? 0), 0)
  return html`<div class="backtest">
    <p><b>${text.passed(passed, days)}</b></p>
    <p class="muted">${text.asked(asked)}${waited > 0 && passed === items.length && ` ${text.saves(waited)}`}</p>
    ${items.length < passed && html`<p class="muted">${text.only(items.length)}</p>`}
    ${items.length > 0 && html`<${Listed} items=${items} />`}
  </div>`
}

function Listed({ items }: { items: Tried['items'] }) {
  return html`<table class="plain-table">
    <caption class="unseen">
      ${text.table}
    </caption>
    <thead>
      <tr>
        ${(['title', 'at', 'waited', 'status'] as const).map(
          (column) => html`<th key=${column} scope="col">${text.columns[column]}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${items.map(
        ({ id, title, requestedBy, at, status, waitedMs }) =>
          html`<tr key=${id}>
            <th scope="row" class="break">
              ${title ?? t.requests.untitled}<span class="muted small block">${t.requests.by(requestedBy)}</span>
            </th>
            <td><${Time} at=${at} /></td>
            <td>${waitedMs === null ? text.none : duration(waitedMs)}</td>
            <td>${t.requests.status[status]}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}
