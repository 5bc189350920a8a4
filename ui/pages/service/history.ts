import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import type { HistoryPoint } from '../../../contracts/history.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { later } from '../../parts/later.ts'
import { Problem } from '../../parts/problem.ts'
import { Segments } from '../../parts/segments.ts'
import { HistoryTable } from './history-table.ts'
import { DAY, type Range, RANGES } from './ranges.ts'

const text = t.service.chart
/** Often enough for a chart of a day; a longer one hardly changes. */
const AGAIN_MS = 60_000

const Plot = later(() => import('./plot.ts').then((module) => module.Plot), html`<div class="plot plot-empty"></div>`)

export interface Seen {
  range: Range
  from: number
  to: number
  points: readonly HistoryPoint[]
}

/** Every point of a span, however many answers they come in. */
async function fetchPoints(id: string, range: Range, signal: AbortSignal): Promise<Seen> {
  const to = Date.now()
  const question = {
    service: id,
    from: new Date(to - RANGES[range] * DAY).toISOString(),
    to: new Date(to).toISOString(),
  }
  const points: HistoryPoint[] = []
  let cursor: string | undefined
  let from = to
  do {
    const answer = await api.serviceHistory({ ...question, ...(cursor && { cursor, limit: 10_000 }) }, signal)
    points.push(...answer.items)
    from = Math.min(from, Date.parse(answer.from))
    cursor = answer.nextCursor ?? undefined
  } while (cursor)
  return { range, from, to, points }
}

/** Response times and outages over a span that the person chooses, as a chart and as a table. */
export function History({ id }: { id: string }) {
  const [range, setRange] = useState<Range>('day')
  const [seen, setSeen] = useState<Seen>()
  const [error, setError] = useState<unknown>()
  const [round, setRound] = useState(0)
  useEffect(() => {
    const asking = new AbortController()
    const load = async (): Promise<void> => {
      try {
        const answer = await fetchPoints(id, range, asking.signal)
        if (asking.signal.aborted) return
        setSeen(answer)
        setError(undefined)
      } catch (problem) {
        if (!asking.signal.aborted) setError(problem)
      }
    }
    void load()
    const timer = setTimeout(() => setRound(round + 1), AGAIN_MS)
    return () => {
      asking.abort()
      clearTimeout(timer)
    }
  }, [id, range, round])
  return html`<section class="panel history" aria-labelledby="history-title">
    <header class="why-head">
      <h2 id="history-title">${text.title}</h2>
      <${Segments} label=${text.range} options=${text.ranges} chosen=${range} onChange=${setRange} />
    </header>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${() => setRound(round + 1)} />`}
    <div aria-busy=${seen?.range !== range}>
      ${!seen && error === undefined && html`<div class="plot plot-empty"></div>`}
      ${seen?.points.length === 0 && html`<p class="muted plot plot-none">${text.empty}</p>`}
      ${seen && seen.points.length > 0 && html`<${Plot} seen=${seen} />`}
    </div>
    ${seen && seen.points.length > 0 && html`<${HistoryTable} seen=${seen} />`}
  </section>`
}
