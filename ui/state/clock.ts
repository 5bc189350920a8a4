import { signal } from '@preact/signals'

const STEP_MS = 10_000

/** The time as relative times see it. Steps coarsely: a sentence that changes each second is read by nobody. */
export const now = signal(Date.now())

const tick = (): void => {
  now.value = Date.now()
}

/** Starts the clock; a page that was hidden catches up when it is seen again. */
export function startClock(): void {
  setInterval(tick, STEP_MS)
  document.addEventListener('visibilitychange', tick)
}
