import { html } from 'htm/preact'
import { METRICS, type Metric } from '../../../contracts/alert-kinds.ts'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { number } from '../../format/number.ts'
import { duration } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { Time } from '../../parts/time.ts'
import { heldBack, ticksOf } from './ticks.ts'
import { unitOf } from './words.ts'

const text = t.rules.trial
type Tried = RouteAnswer<'tryRule'>
type Firing = Tried['firings'][number]

export type TrialState =
  | { step: 'none' }
  | { step: 'busy' }
  | { step: 'done'; result: Tried; metric: Metric | undefined }
  | { step: 'failed'; error: unknown }

const DAY_MS = 24 * 60 * 60_000
const WIDTH = 1000
const HEIGHT = 40

/** What came of trying a rule on the record: how often it would have fired, drawn on the month and listed. */
export function Trial({ trial }: { trial: TrialState }) {
  return html`<p class="unseen" role="status">${sentenceOf(trial)}</p>
    <div class="trial">
      ${trial.step === 'busy' && html`<p class="muted">${sentenceOf(trial)}</p>`}
      ${trial.step === 'done' && html`<${Outcome} result=${trial.result} metric=${trial.metric} />`}
      ${trial.step === 'failed' && html`<${Problem} error=${trial.error} />`}
    </div>`
}

/** What is heard of it; the rest is there to be read. */
function sentenceOf(trial: TrialState): string {
  if (trial.step === 'busy') return `${t.rules.editor.trying}…`
  if (trial.step !== 'done') return ''
  const { from, to, since, count } = trial.result
  return since === null ? text.nothing : text.fired(count, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS))
}

function Outcome({ result, metric }: { result: Tried; metric: Metric | undefined }) {
  const { from, to, since, count, firings } = result
  const [start, end] = [Date.parse(from), Date.parse(to)]
  if (since === null) return html`<p>${text.nothing}</p>`
  const { parent, maintenance } = heldBack(firings)
  const fired = firings.filter(({ suppressedBy }) => suppressedBy === null)
  const held = firings.filter(({ suppressedBy }) => suppressedBy !== null)
  return html`<div class="backtest">
    <p><b>${text.fired(count, Math.round((end - start) / DAY_MS))}</b></p>
    ${Date.parse(since) > start && html`<p class="muted small">${text.since(Date.parse(since))}</p>`}
    <${Ticks} result=${result} />
    ${fired.length > 0 && html`<${Listed} title=${text.table} firings=${fired} metric=${metric} />`}
    ${fired.length < count && html`<p class="muted small">${text.only(fired.length)}</p>`}
    ${
      held.length > 0 &&
      html`<p class="muted">${text.suppressed(parent, maintenance)}</p>
        <${Listed} title=${text.heldBack} firings=${held} metric=${metric} />`
    }
  </div>`
}

/** Each firing a tick on the time that was tried, as long as it lasted; what was held back hangs below, paler. */
function Ticks({ result: { from, to, count, firings } }: { result: Tried }) {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  return html`<figure class="ticks">
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${text.chart(count, start, end)}
    >
      <rect class="ticks-ground" x="0" y=${HEIGHT / 2 - 1} width=${WIDTH} height="2" />
      ${ticksOf(firings, start, end, WIDTH).map(
        ({ x, width, held }, at) =>
          html`<rect
            key=${at}
            class=${held ? 'tick-held' : 'tick'}
            x=${x}
            y=${held ? HEIGHT / 2 + 4 : 2}
            width=${width}
            height=${held ? HEIGHT / 2 - 8 : HEIGHT - 4}
          />`,
      )}
    </svg>
    <p class="muted small ticks-axis" aria-hidden="true">
      <span>${text.day(start)}</span><span>${text.day((start + end) / 2)}</span><span>${text.day(end)}</span>
    </p>
  </figure>`
}

interface ListedProps {
  title: string
  firings: readonly Firing[]
  metric: Metric | undefined
}

function Listed({ title, firings, metric }: ListedProps) {
  const columns = ['subject', 'at', 'lasted', ...(metric ? (['value'] as const) : [])] as const
  return html`<table class="plain-table">
    <caption class="unseen">
      ${title}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => html`<th key=${column} scope="col">${text.columns[column]}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${firings.map((firing, at) => html`<${Row} key=${at} firing=${firing} metric=${metric} />`)}
    </tbody>
  </table>`
}

function Row({ firing, metric }: { firing: Firing; metric: Metric | undefined }) {
  const { subject, raisedAt, resolvedAt, value, suppressedBy } = firing
  const lasted = resolvedAt ? duration(Date.parse(resolvedAt) - Date.parse(raisedAt)) : text.lasting
  return html`<tr>
    <th scope="row" class="break">
      ${subject}${suppressedBy && html`<span class="muted small block">${text.by[suppressedBy]}</span>`}
    </th>
    <td><${Time} at=${raisedAt} /></td>
    <td>${lasted}</td>
    ${metric && html`<td>${value === null ? '–' : `${number(value)} ${METRICS[metric] ? unitOf(metric) : ''}`}</td>`}
  </tr>`
}
