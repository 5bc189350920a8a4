/**
 * Notices the values that a bucket drops by age, of which its server tells nobody. The server is asked before one counts
 * as gone: the two clocks may differ.
 */
export class Expiry {
  readonly #ttlMs: number
  readonly #isThere: (key: string) => Promise<boolean>
  readonly #gone: (key: string) => void
  /** When each is due, of the monotonic clock. */
  readonly #due = new Map<string, { at: number }>()
  #timer: NodeJS.Timeout | undefined
  #looking = false

  /** With a `ttlMs` of 0 nothing expires. */
  constructor(ttlMs: number, isThere: (key: string) => Promise<boolean>, gone: (key: string) => void) {
    this.#ttlMs = ttlMs
    this.#isThere = isThere
    this.#gone = gone
    // a timer for each would overflow with a ttl of a month
    if (ttlMs > 0) this.#timer = setInterval(() => void this.#look(), Math.min(1000, Math.max(50, ttlMs / 20)))
  }

  /** A value was read that the server stored `ageMs` ago. */
  seen(key: string, ageMs: number): void {
    if (!this.#timer) return
    const leftMs = Math.min(this.#ttlMs, Math.max(0, this.#ttlMs - ageMs))
    this.#due.set(key, { at: performance.now() + leftMs })
  }

  forget(key: string): void {
    this.#due.delete(key)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#due.clear()
  }

  async #look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    for (const [key, due] of this.#due) {
      if (due.at > performance.now()) continue
      // who cannot be asked is asked again with the next look
      const there = await this.#isThere(key).catch(() => true)
      if (there || this.#due.get(key) !== due) continue
      this.#due.delete(key)
      this.#gone(key)
    }
    this.#looking = false
  }
}
