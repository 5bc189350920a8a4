import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { dayClock } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { Problem } from '../../parts/problem.ts'
import { Segments } from '../../parts/segments.ts'
import { go, place, withQuery } from '../../router.ts'
import { now } from '../../state/clock.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { useCalmReload } from '../../state/use-calm-reload.ts'
import { type BadSpan, badSpans, type BoardStory, standingAt, troubleBeside } from './story.ts'

const text = t.scrubber
const MINUTE = 60_000
const REST_MS = 120
const DAY = 24 * 60 * MINUTE
/** As many marks as a wide screen can show apart. */
const PLACES = 500

/** How long each range is, and what one press of an arrow key moves. */
const RANGES = {
  day: { length: DAY, step: 5 * MINUTE },
  week: { length: 7 * DAY, step: 30 * MINUTE },
  month: { length: 30 * DAY, step: 2 * 60 * MINUTE },
} as const
type Range = keyof typeof RANGES

/** The range that a time lies in, so that a link to a time shows it. */
const rangeFor = (at: number | undefined): Range => {
  const back = at === undefined ? 0 : Date.now() - at
  return back <= DAY ? 'day' : back <= 7 * DAY ? 'week' : 'month'
}

const onTheMinute = (time: number): number => Math.floor(time / MINUTE) * MINUTE

/** Shows the board at a minute; the address carries it, and moving on replaces it. */
function lookAt(time: number | undefined): void {
  const at = time === undefined ? undefined : new Date(onTheMinute(time)).toISOString()
  go(withQuery(place.value.path, { at }), { replace: place.value.query.has('at') })
}

const CHANGED_BY = ['status.changed'] as const

/** A time axis with what was wrong marked on it; moving along it shows the board as it stood. */
export function Scrubber({ at }: { at: number | undefined }) {
  const [range, setRange] = useState<Range>(rangeFor(at))
  const [asked, setAsked] = useState(() => Date.now())
  const { length } = RANGES[range]
  const ask = (): Promise<BoardStory> => {
    const to = Date.now()
    setAsked(to)
    return api.boardStory({ from: new Date(to - RANGES.month.length).toISOString(), to: new Date(to).toISOString() })
  }
  const { answer: story, error, reload } = useAnswer(ask, [])
  useCalmReload(reload, CHANGED_BY)
  useEffect(() => {
    if (at !== undefined && Date.now() - at > length) setRange(rangeFor(at))
  }, [at])
  const to = onTheMinute(Math.max(asked, now.value))
  const from = Math.max(to - length, onTheMinute(Date.parse(story?.since ?? '') || to - length))
  return html`<section class="scrubber" aria-label=${text.label}>
    <header class="scrubber-head">
      <h2>${text.label}</h2>
      <${Segments} label=${text.range} options=${text.ranges} chosen=${range} onChange=${setRange} />
    </header>
    ${
      story
        ? html`<${Axis}
            story=${story}
            from=${Math.min(from, to - MINUTE)}
            to=${to}
            at=${at}
            step=${RANGES[range].step}
          />`
        : error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`
    }
  </section>`
}

interface AxisProps {
  story: BoardStory
  from: number
  to: number
  at: number | undefined
  step: number
}

function Axis({ story, from, to, at, step }: AxisProps) {
  const spans = badSpans(story.items, from, to, PLACES)
  const [held, setHeld] = useState<number>()
  const shown = held ?? (at === undefined || Number.isNaN(at) ? to : at)
  const value = Math.min(to, Math.max(from, shown))
  // a hand on the scrubber passes many minutes; the board follows where it rests
  useEffect(() => {
    if (held === undefined) return undefined
    const timer = setTimeout(() => {
      lookAt(held >= to ? undefined : held)
      setHeld(undefined)
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [held])
  const before = troubleBeside(spans, value, -1)
  const after = troubleBeside(spans, value, 1)
  const onKeyDown = (event: KeyboardEvent): void => {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 }[event.key]
    if (way === undefined) return
    event.preventDefault()
    setHeld(Math.min(to, Math.max(from, value + way * step)))
  }
  const spoken = value >= to ? text.now : text.at(dayClock(value), standingAt(story.items, value))
  return html`<div class="scrubber-row">
      <${Jump} to=${before} name=${text.previous} icon="back" onGo=${setHeld} />
      <div class="scrubber-axis">
        <${Marks} spans=${spans} from=${from} to=${to} />
        <input
          type="range"
          aria-label=${text.slider}
          aria-valuetext=${spoken}
          min=${from}
          max=${to}
          step=${MINUTE}
          value=${value}
          onKeyDown=${onKeyDown}
          onInput=${(event: Event) => setHeld(Number((event.currentTarget as HTMLInputElement).value))}
        />
        <p class="scrubber-ends">
          <span>${dayClock(from)}</span><b aria-hidden="true">${spoken}</b><span>${text.now}</span>
        </p>
      </div>
      <${Jump} to=${after} name=${text.next} icon="chevron" onGo=${setHeld} />
    </div>
    ${spans.length === 0 && html`<p class="muted small scrubber-note">${text.quiet}</p>`}`
}

interface JumpProps {
  to: number | undefined
  name: string
  icon: 'back' | 'chevron'
  onGo: (time: number) => void
}

const Jump = ({ to, name, icon, onGo }: JumpProps) =>
  html`<button
    type="button"
    class="button-icon"
    aria-label=${name}
    aria-disabled=${to === undefined}
    onClick=${() => to !== undefined && onGo(to)}
  >
    <${Icon} name=${icon} />
  </button>`

/** Offline fills the height of the axis, degraded half of it: colour is not the only sign. */
function Marks({ spans, from, to }: { spans: readonly BadSpan[]; from: number; to: number }) {
  const share = (time: number): string => `${((time - from) / (to - from)) * 100}%`
  return html`<div class="scrubber-marks" aria-hidden="true">
    ${spans.map(
      (span) =>
        html`<span
          key=${span.from}
          class=${span.offline > 0 ? 'scrubber-offline' : 'scrubber-degraded'}
          title=${text.span(dayClock(span.from), dayClock(span.to), span)}
          style=${{ left: share(span.from), width: share(from + span.to - span.from) }}
        ></span>`,
    )}
  </div>`
}
