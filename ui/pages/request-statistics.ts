import '../style/requests.css'
import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import type { RouteAnswer } from '../../contracts/http.ts'
import { api } from '../api.ts'
import { duration } from '../format/time.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { later } from '../parts/later.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Segments } from '../parts/segments.ts'
import { Bars } from '../parts/skeleton.ts'
import { RequestTabs } from './requests/tabs.ts'
import { SpreadTable } from './request-statistics/table.ts'

const text = t.requestStatistics
type Answer = RouteAnswer<'requestStatistics'>
type Spread = Pick<Answer['whole'], 'medianMs' | 'p90Ms'>
type Span = `${keyof typeof text.span}`

const MonthPlot = later(
  () => import('./request-statistics/plot.ts').then((module) => module.MonthPlot),
  html`<div class="plot plot-empty"></div>`,
)

/** How long requests take: by stage, month, person and indexer. */
export function RequestStatistics() {
  const [span, setSpan] = useState<Span>('12')
  const [answer, setAnswer] = useState<Answer>()
  const [error, setError] = useState<unknown>()
  const [round, setRound] = useState(0)
  useEffect(() => {
    const asking = new AbortController()
    const load = async (): Promise<void> => {
      try {
        const next = await api.requestStatistics({ months: Number(span) }, asking.signal)
        if (asking.signal.aborted) return
        setAnswer(next)
        setError(undefined)
      } catch (problem) {
        if (!asking.signal.aborted) setError(problem)
      }
    }
    void load()
    return () => asking.abort()
  }, [span, round])
  return html`<${PageHead} title=${t.titles.requestStatistics} lead=${html`<p>${text.lead}</p>`} />
    <${RequestTabs} />
    <div class="segments-line">
      <${Segments} label=${text.months} options=${text.span} chosen=${span} onChange=${setSpan} />
    </div>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${() => setRound(round + 1)} />`}
    ${!answer && error === undefined && html`<${Bars} kind="card" rows=${2} />`}
    ${answer && (answer.requests === 0 ? html`<${Empty} icon="history" title=${text.emptyTitle} text=${text.empty} />` : html`<${Figures} answer=${answer} />`)}`
}

function Figures({ answer }: { answer: Answer }) {
  const { requests, whole, months, stages, people, indexers } = answer
  const line = (key: string, name: string, counted: number, { medianMs, p90Ms }: Spread) => ({
    key,
    name,
    counted,
    medianMs,
    p90Ms,
  })
  return html`<div class="statistics">
    <section class="panel" aria-labelledby="whole-title">
      <h2 id="whole-title">${text.whole}</h2>
      <p class="muted">${text.requests(requests)}</p>
      <dl class="uptimes">
        <div>
          <dt>${text.median}</dt>
          <dd>${whole.medianMs === null ? text.none : duration(whole.medianMs)}</dd>
        </div>
        <div>
          <dt>${text.p90}</dt>
          <dd>${whole.p90Ms === null ? text.none : duration(whole.p90Ms)}</dd>
        </div>
      </dl>
      <${MonthPlot} months=${months} />
      <details class="more">
        <summary>${text.table}</summary>
        <${SpreadTable}
          caption=${text.chart}
          name=${text.monthColumn}
          counted=${text.requestsColumn}
          lines=${months.map((one) => line(one.month, text.month(one.month), one.requests, one.whole))}
        />
      </details>
    </section>
    <section class="panel" aria-labelledby="stages-title">
      <h2 id="stages-title">${text.byStage}</h2>
      <p class="muted">${text.byStageText}</p>
      <${SpreadTable}
        caption=${text.byStage}
        name=${text.stage}
        counted=${text.counted}
        lines=${stages.map((one) => line(one.stage, t.requests.stage[one.stage], one.count, one))}
      />
    </section>
    <section class="panel" aria-labelledby="people-title">
      <h2 id="people-title">${text.people}</h2>
      <p class="muted">${text.whole}.</p>
      <${SpreadTable}
        caption=${text.people}
        name=${text.person}
        counted=${text.requestsColumn}
        lines=${people.map((one) => line(one.userId ?? one.name, one.name, one.requests, one))}
      />
    </section>
    ${
      indexers.length > 0 &&
      html`<section class="panel" aria-labelledby="indexers-title">
        <h2 id="indexers-title">${text.indexers}</h2>
        <p class="muted">${text.indexersText}</p>
        <${SpreadTable}
          caption=${text.indexers}
          name=${text.indexer}
          counted=${text.grabs}
          lines=${indexers.map((one) => line(one.indexer, one.indexer, one.grabs, one))}
        />
      </section>`
    }
  </div>`
}
