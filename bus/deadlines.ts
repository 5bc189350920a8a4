/** Gives each run of a function its time: a signal that aborts at the timeout and when the process drains. */
export class Deadlines {
  readonly #name: string
  readonly #timeoutMs: number
  // one listener on the process's signal for all runs: a signal of its own for each was what cost most
  readonly #running = new Set<AbortController>()

  constructor(name: string, timeoutMs: number, draining: AbortSignal) {
    this.#name = name
    this.#timeoutMs = timeoutMs
    draining.addEventListener('abort', () => {
      for (const controller of this.#running) controller.abort(draining.reason)
    })
  }

  /** The work's result, or an error once its time is over; it may go on unheard behind that. */
  async within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      const error = new Error(`${this.#name} took longer than ${this.#timeoutMs} ms.`)
      controller.abort(error)
      late.reject(error)
    }, this.#timeoutMs)
    this.#running.add(controller)
    const worked = work(controller.signal)
    // a run that goes on after its time must not surface as an unheard rejection
    worked.catch(() => {})
    try {
      return await Promise.race([worked, late.promise])
    } finally {
      clearTimeout(timer)
      this.#running.delete(controller)
    }
  }
}
