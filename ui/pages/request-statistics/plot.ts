import uPlot from 'uplot'
import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { locale } from '../../format/locale.ts'
import { roughDuration } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { colours } from '../service/plot-options.ts'

const text = t.requestStatistics
type Months = RouteAnswer<'requestStatistics'>['months']

const HEIGHT = 240
const FONT = '12px "Inter Variable", system-ui, sans-serif'
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Round numbers of minutes, hours, days and weeks. */
const STEPS_MS = [
  ...[1, 5, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10, 30, 100, 300].map((days) => days * DAY),
]
const shortMonth = new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' })
const timeOf = (month: string): number => Date.parse(`${month.slice(0, 7)}-01T00:00:00Z`)

function optionsFor(months: Months, width: number, near: HTMLElement, onPoint: (place: number) => void): uPlot.Options {
  const ink = colours(near)
  const axis: uPlot.Axis = {
    stroke: ink['text-muted'],
    font: FONT,
    grid: { stroke: ink.line, width: 1 },
    ticks: { show: false },
  }
  const last = months.length - 1
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: () => [-0.5, last + 0.5] },
      y: { range: (_, __, high) => [0, Math.max(60_000, (high ?? 0) * 1.1)] },
    },
    axes: [
      {
        ...axis,
        space: 64,
        size: 30,
        incrs: [1, 2, 3, 6, 12],
        values: (_, splits) => splits.map((at) => (months[at] ? shortMonth.format(timeOf(months[at].month)) : '')),
      },
      {
        ...axis,
        size: 64,
        incrs: STEPS_MS,
        values: (_, splits) => splits.map((ms) => (ms === 0 ? '0' : roughDuration(ms))),
      },
    ],
    series: [
      {},
      {
        stroke: ink['text-muted'],
        width: 1.5,
        dash: [5, 4],
        points: { show: true, size: 5, fill: ink['text-muted'] },
        spanGaps: true,
      },
      {
        stroke: ink['accent-text'],
        width: 2,
        points: { show: true, size: 7, fill: ink['accent-text'] },
        spanGaps: true,
      },
    ],
    hooks: { setCursor: [(chart) => typeof chart.cursor.idx === 'number' && onPoint(chart.cursor.idx)] },
  }
}

/** From asked to in Plex by month: the median as a line, nine of ten as a dashed one. */
export function MonthPlot({ months }: { months: Months }) {
  const frame = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const [chosen, setChosen] = useState<number>()
  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    let drawn: uPlot | undefined
    const draw = (): void => {
      drawn?.destroy()
      drawn = new uPlot(
        optionsFor(months, element.clientWidth, element, setChosen),
        [months.map((_, at) => at), months.map(({ whole }) => whole.p90Ms), months.map(({ whole }) => whole.medianMs)],
        element,
      )
      chart.current = drawn
    }
    draw()
    setChosen(undefined)
    const sized = new ResizeObserver(() => drawn?.setSize({ width: element.clientWidth, height: HEIGHT }))
    sized.observe(element)
    const theme = matchMedia('(prefers-color-scheme: dark)')
    theme.addEventListener('change', draw)
    return () => {
      sized.disconnect()
      theme.removeEventListener('change', draw)
      drawn?.destroy()
      chart.current = null
    }
  }, [months])

  const choose = (place: number): void => {
    const at = Math.min(months.length - 1, Math.max(0, place))
    chart.current?.setCursor({ left: chart.current.valToPos(at, 'x'), top: 0 })
    setChosen(at)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = months.length - 1
    const here = chosen ?? last + 1
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: last }
    const place = to[event.key as keyof typeof to]
    if (place === undefined) return
    event.preventDefault()
    choose(place)
  }
  const month = chosen === undefined ? undefined : months[chosen]
  const said = month
    ? text.point(text.month(month.month), month.requests, month.whole.medianMs, month.whole.p90Ms)
    : text.hint
  return html`<figure>
    <div
      class="plot"
      ref=${frame}
      role="slider"
      tabindex="0"
      aria-label=${`${text.chart}. ${text.slider}`}
      aria-valuemin="0"
      aria-valuemax=${months.length - 1}
      aria-valuenow=${chosen ?? months.length - 1}
      aria-valuetext=${said}
      onKeyDown=${onKeyDown}
    ></div>
    <figcaption>
      <p class="plot-said" aria-hidden="true">${said}</p>
      <ul class="plot-legend">
        <li><span class="key key-average"></span>${text.median}</li>
        <li><span class="key key-nine"></span>${text.p90}</li>
      </ul>
    </figcaption>
  </figure>`
}
