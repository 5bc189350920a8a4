import { html } from 'htm/preact'
import { exactTime, relativeTime } from '../format/time.ts'
import { now } from '../state/clock.ts'

interface Props {
  at: string | number
  /** What is shown instead of "3 minutes ago". */
  children?: unknown
  /** False where the row around it takes the focus and reveals the exact time. */
  focusable?: boolean
}

/** A moment: relative in the text, exact on hover and focus. */
export function Time({ at, children, focusable = true }: Props) {
  const time = typeof at === 'number' ? at : Date.parse(at)
  return html`<time
    class="time"
    datetime=${new Date(time).toISOString()}
    data-exact=${exactTime(time)}
    tabindex=${focusable ? 0 : undefined}
    >${children ?? relativeTime(time, now.value)}</time
  >`
}
