import { circuitBreaker, type CircuitBreakerPolicy, CircuitState, CountBreaker, handleWhen } from 'cockatiel'
import { isFailure, leftAlone, OutsideError } from './error.ts'

/** The calls that are judged. */
const WINDOW = 20
/** Fewer say nothing. */
const LEAST_CALLS = 10
// half of the calls is enough, and the library asks for more than this
const THRESHOLD = 0.4999
/** How long a system is left alone before one call tries it again. */
export const OPEN_MS = 30_000

export type BreakerState = 'closed' | 'open' | 'half-open'

/** What a breaker can tell of itself. */
export interface BreakerView {
  system: string
  /** Scheme, host and port that it guards. */
  address: string
  state: BreakerState
  since: string
  /** When one call will try an open one again; null when it is not open. */
  triesAgainAt: string | null
  lastError: string | null
  lastErrorAt: string | null
  /** Of the last 20: how many there were, and how many of them failed. */
  calls: number
  failures: number
}

const NAMES: Partial<Record<CircuitState, BreakerState>> = {
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
}

/** Stands between us and one outside system at one address: opens when half of at least 10 calls failed. */
export class Breaker {
  readonly #system: string
  readonly #address: string
  readonly #openMs: number
  readonly #counts = new CountBreaker({ threshold: THRESHOLD, size: WINDOW, minimumNumberOfCalls: LEAST_CALLS })
  readonly #policy: CircuitBreakerPolicy
  #since = Date.now()
  #last: { message: string; at: number } | null = null
  readonly #changed: () => void
  #told = false
  /** When it was last used, in milliseconds since 1970. */
  usedAt = Date.now()

  /** `changed` hears of the first call, of each one that failed, and of each change of the state. */
  constructor(system: string, address: string, changed: () => void, openMs = OPEN_MS) {
    this.#system = system
    this.#address = address
    this.#openMs = openMs
    this.#changed = changed
    // a trial that was called off has not shown that the system is well
    const speaksAgainst = (error: unknown): boolean =>
      isFailure(error) || (this.state === 'half-open' && !(error instanceof OutsideError))
    this.#policy = circuitBreaker(handleWhen(speaksAgainst), { breaker: this.#counts, halfOpenAfter: openMs })
    this.#policy.onStateChange(() => {
      this.#since = Date.now()
      changed()
    })
  }

  get state(): BreakerState {
    return NAMES[this.#policy.state] ?? 'closed'
  }

  /** Lets the call through, or throws `OutsideError` of the kind `open`. */
  async guard<T>(call: () => Promise<T>): Promise<T> {
    this.usedAt = Date.now()
    let asked = false
    try {
      const answer = await this.#policy.execute(() => {
        asked = true
        return call()
      })
      // from now on it has something to show; how well it goes on is for the next refresh
      if (!this.#told) this.#tell()
      return answer
    } catch (error) {
      if (!asked) throw leftAlone(this.#system, this.#untilTrial(), this.#last?.message ?? null)
      if (isFailure(error)) this.#last = { message: (error as OutsideError).message, at: Date.now() }
      this.#tell()
      throw error
    }
  }

  #tell(): void {
    this.#told = true
    this.#changed()
  }

  view(): BreakerView {
    const { successes, failures } = this.#counts.state as { successes: number; failures: number }
    const open = this.state === 'open'
    return {
      system: this.#system,
      address: this.#address,
      state: this.state,
      since: new Date(this.#since).toISOString(),
      triesAgainAt: open ? new Date(this.#since + this.#openMs).toISOString() : null,
      lastError: this.#last?.message ?? null,
      lastErrorAt: this.#last ? new Date(this.#last.at).toISOString() : null,
      calls: successes + failures,
      failures,
    }
  }

  #untilTrial(): number {
    return Math.max(0, this.#since + this.#openMs - Date.now())
  }
}
