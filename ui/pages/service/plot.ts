import uPlot from 'uplot'
import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { dayClock } from '../../format/time.ts'
import { t } from '../../messages.ts'
import type { Seen } from './history.ts'
import { colours, plotOptions } from './plot-options.ts'
import { worst } from './rows.ts'

const text = t.service.chart

/** Response times as a line with a band from the fastest to the slowest, and outages behind it. */
export function Plot({ seen }: { seen: Seen }) {
  const frame = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const [chosen, setChosen] = useState<number>()
  const { points } = seen
  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    let drawn: uPlot | undefined
    const draw = (): void => {
      drawn?.destroy()
      const times = points.map(({ at }) => Date.parse(at) / 1000)
      const column = (name: 'avgMs' | 'minMs' | 'maxMs') => points.map((point) => point[name])
      drawn = new uPlot(
        plotOptions(seen, element.clientWidth, colours(element), setChosen),
        [times, column('maxMs'), column('minMs'), column('avgMs')],
        element,
      )
      chart.current = drawn
    }
    draw()
    setChosen(undefined)
    const sized = new ResizeObserver(() => drawn?.setSize({ width: element.clientWidth, height: drawn.height }))
    sized.observe(element)
    const theme = matchMedia('(prefers-color-scheme: dark)')
    theme.addEventListener('change', draw)
    return () => {
      sized.disconnect()
      theme.removeEventListener('change', draw)
      drawn?.destroy()
      chart.current = null
    }
  }, [seen])

  const choose = (place: number): void => {
    const at = Math.min(points.length - 1, Math.max(0, place))
    const drawn = chart.current
    const x = drawn?.data[0][at]
    if (drawn && x !== undefined) drawn.setCursor({ left: drawn.valToPos(x, 'x'), top: 0 })
    setChosen(at)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = points.length - 1
    const here = chosen ?? last + 1
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, PageUp: here + 12, PageDown: here - 12, Home: 0, End: last }
    const place = to[event.key as keyof typeof to]
    if (place === undefined) return
    event.preventDefault()
    choose(place)
  }
  const onTouch = (event: PointerEvent): void => {
    const drawn = chart.current
    if (event.pointerType !== 'touch' || !drawn) return
    const { left } = drawn.over.getBoundingClientRect()
    choose(drawn.posToIdx(event.clientX - left))
  }
  const point = chosen === undefined ? undefined : points[chosen]
  const said = point ? text.point(dayClock(Date.parse(point.at)), point.avgMs, point.status) : text.hint
  return html`<figure>
    <div
      class="plot"
      ref=${frame}
      role="slider"
      tabindex="0"
      aria-label=${text.slider}
      aria-valuemin="0"
      aria-valuemax=${points.length - 1}
      aria-valuenow=${chosen ?? points.length - 1}
      aria-valuetext=${said}
      onKeyDown=${onKeyDown}
      onPointerDown=${onTouch}
      onPointerMove=${onTouch}
    ></div>
    <figcaption>
      <p class="plot-said" aria-hidden="true">${said}</p>
      <${Legend} seen=${seen} />
    </figcaption>
  </figure>`
}

/** In words with the mark beside them; only what the chart shows. */
function Legend({ seen: { points } }: { seen: Seen }) {
  const states = new Set(points.map(({ status, excluded }) => status ?? (excluded > 0 ? 'maintenance' : 'unknown')))
  const shown = (['offline', 'degraded', 'maintenance'] as const).filter((state) => states.has(state))
  return html`<ul class="plot-legend">
    ${
      worst(points.map(({ status }) => status)) !== null &&
      html`<li><span class="key key-average"></span>${text.average}</li>
        <li><span class="key key-between"></span>${text.between}</li>`
    }
    ${shown.map((state) => html`<li key=${state}><span class="key key-${state}"></span>${text[state]}</li>`)}
  </ul>`
}
