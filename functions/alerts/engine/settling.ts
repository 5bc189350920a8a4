/**
 * A wait that many share. What was made before one began is through with it when that is over, however late it is
 * looked at; what was made after the last one began has the next one begin.
 */
export class Settling {
  readonly #ms: number
  /** When those began that are not over yet, oldest first. */
  #running: { at: number; over: number }[] = []
  #settledUpTo = -Infinity

  constructor(ms: number) {
    this.#ms = ms
  }

  /** Milliseconds until all is here that was under way when this was made; null when it is by now. */
  waits(made: Date, now = Date.now(), clock = performance.now()): number | null {
    while (this.#running[0] && this.#running[0].over <= clock) this.#settledUpTo = this.#running.shift()!.at
    if (made.getTime() <= this.#settledUpTo) return null
    const own = this.#running.find(({ at }) => made.getTime() <= at)
    if (own) return own.over - clock
    this.#running.push({ at: now, over: clock + this.#ms })
    return this.#ms
  }
}
