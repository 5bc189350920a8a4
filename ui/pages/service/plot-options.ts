import type uPlot from 'uplot'
import { locale } from '../../format/locale.ts'
import { milliseconds } from '../../format/number.ts'
import type { Seen } from './history.ts'
import type { Range } from './ranges.ts'
import { type Outage, outagesOf } from './rows.ts'

const NAMES = ['accent-text', 'accent', 'line', 'text-muted', 'bad', 'bad-soft', 'warn', 'warn-soft', 'idle'] as const
type Colours = Record<(typeof NAMES)[number], string>

/** The tokens as a canvas takes them: it knows nothing of custom properties. */
export function colours(near: HTMLElement): Colours {
  const probe = document.createElement('span')
  near.append(probe)
  const found = NAMES.map((name) => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color]
  })
  probe.remove()
  return Object.fromEntries(found) as Colours
}

const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric' })
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const month = new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit' })
const LABELS: Record<Range, Intl.DateTimeFormat> = { day: clock, week: weekday, month: date, years: month }

const HEIGHT = 240
const FONT = '12px "Inter Variable", system-ui, sans-serif'

/** How uPlot is told to draw it. */
export function plotOptions(seen: Seen, width: number, ink: Colours, onPoint: (place: number) => void): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: ink['text-muted'],
    font: FONT,
    grid: { stroke: ink.line, width: 1 },
    ticks: { show: false },
  }
  const outages = outagesOf(seen.points, seen.to)
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: true, range: () => [seen.from / 1000, seen.to / 1000] },
      y: { range: (_, __, high) => [0, Math.max(10, high * 1.1)] },
    },
    axes: [
      { ...axis, space: 64, size: 30, values: (_, splits) => splits.map((at) => LABELS[seen.range].format(at * 1000)) },
      { ...axis, size: 64, values: (_, splits) => splits.map((ms) => milliseconds(ms)) },
    ],
    series: [
      {},
      { stroke: 'transparent', points: { show: false } },
      { stroke: 'transparent', points: { show: false } },
      { stroke: ink['accent-text'], width: 1.5, points: { show: seen.points.length < 3 } },
    ],
    bands: [{ series: [1, 2], fill: faint(ink.accent) }],
    hooks: {
      drawClear: [(chart) => drawOutages(chart, outages, ink)],
      setCursor: [(chart) => typeof chart.cursor.idx === 'number' && onPoint(chart.cursor.idx)],
    },
  }
}

const faint = (colour: string): string => `color-mix(in oklch, ${colour} 16%, transparent)`

/** Each kind has a height of its own, so that colour is not the only sign; none is narrower than can be seen. */
const SHAPES: Record<
  Outage['status'],
  { height: number; soft: 'bad-soft' | 'warn-soft'; edge: 'bad' | 'warn' | 'idle' }
> = {
  offline: { height: 1, soft: 'bad-soft', edge: 'bad' },
  degraded: { height: 0.5, soft: 'warn-soft', edge: 'warn' },
  maintenance: { height: 0.12, soft: 'warn-soft', edge: 'idle' },
}

function drawOutages(chart: uPlot, outages: readonly Outage[], ink: Colours): void {
  const { ctx, bbox } = chart
  const edge = 3 * devicePixelRatio
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  for (const { from, to, status } of outages) {
    const { height, soft, edge: line } = SHAPES[status]
    const left = chart.valToPos(from / 1000, 'x', true)
    const width = Math.max(edge, chart.valToPos(to / 1000, 'x', true) - left)
    const top = bbox.top + bbox.height * (1 - height)
    ctx.fillStyle = ink[soft]
    ctx.fillRect(left, top, width, bbox.height * height)
    ctx.fillStyle = ink[line]
    ctx.fillRect(left, status === 'maintenance' ? top : bbox.top + bbox.height - edge, width, edge)
    if (status !== 'maintenance') ctx.fillRect(left, top, width, edge)
  }
  ctx.restore()
}
