import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { CurrentSettings } from '../../contracts/settings.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import {
  listenLive,
  type NatsLink,
  Refused,
  type Running,
  sendLive,
  watchState,
  type WatchedState,
} from '../../bus/gateway.ts'

const WINDOW_MS = 60_000
const TOPIC = 'live.edge-spent'
/** Wrong API keys from one address before it has to wait; nobody mistypes a key that often. */
const BAD_KEYS_PER_MINUTE = 20

/** `reads` of our own state; `writes`, and what has other systems asked; `bad-keys` that nobody has. */
export type Budget = 'reads' | 'writes' | 'bad-keys'

interface Window {
  count: number
  /** Milliseconds since 1970. */
  endsAt: number
}

/** What another edge process let through. */
const Spent = z.object({ from: z.string(), key: z.string(), endsAt: z.number(), count: z.number() })

export interface Standing {
  limit: number
  remaining: number
  /** Seconds until the window ends. */
  resetSeconds: number
}

/**
 * Counts what each person does, by the minute from their first call. Every edge process tells the others what it let
 * through, so they count together; what is counted is forgotten with the processes.
 */
export class Limits {
  readonly #link: NatsLink
  readonly #self = randomUUID()
  readonly #windows = new Map<string, Window>()
  readonly #settings: WatchedState<typeof CurrentSettings>
  readonly #listening: Running
  readonly #sweeping: NodeJS.Timeout

  constructor(link: NatsLink) {
    this.#link = link
    this.#settings = watchState(link, CurrentSettings)
    this.#listening = listenLive(link, `${TOPIC}.*`, (_, data) => {
      const spent = Spent.safeParse(data)
      if (!spent.success || spent.data.from === this.#self) return
      const window = this.#window(spent.data.key, spent.data.endsAt)
      window.count += spent.data.count
      window.endsAt = Math.min(window.endsAt, spent.data.endsAt)
    })
    this.#sweeping = setInterval(() => this.#sweep(), WINDOW_MS).unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#sweeping)
    await Promise.all([this.#settings.stop(), this.#listening.stop()])
  }

  /** Takes one from a budget and says how it stands. Throws `Refused('RATE_LIMIT_EXCEEDED')` when it is used up. */
  spend(who: string, budget: Budget): Standing {
    const key = `${budget} ${who}`
    const limit = this.#limit(budget)
    const now = Date.now()
    const window = this.#window(key, now + WINDOW_MS)
    const resetSeconds = Math.max(1, Math.ceil((window.endsAt - now) / 1000))
    if (window.count >= limit)
      throw new Refused('RATE_LIMIT_EXCEEDED', `That was too often. Try again in ${resetSeconds} s.`, {
        limit,
        window: `${WINDOW_MS / 1000}s`,
        retryAfter: resetSeconds,
      })
    window.count++
    sendLive(this.#link, `${TOPIC}.${this.#self}`, { from: this.#self, key, endsAt: window.endsAt, count: 1 })
    return { limit, remaining: limit - window.count, resetSeconds }
  }

  /** Throws as `spend` does when nothing is left, and takes nothing. */
  check(who: string, budget: Budget): void {
    const window = this.#windows.get(`${budget} ${who}`)
    if (window && window.endsAt > Date.now() && window.count >= this.#limit(budget)) this.spend(who, budget)
  }

  #limit(budget: Budget): number {
    const { limits } = this.#settings.values.get('current')?.values ?? DEFAULTS
    if (budget === 'bad-keys') return BAD_KEYS_PER_MINUTE
    return budget === 'reads' ? limits.readsPerMinute : limits.writesPerMinute
  }

  #window(key: string, endsAt: number): Window {
    const known = this.#windows.get(key)
    if (known && known.endsAt > Date.now()) return known
    const fresh = { count: 0, endsAt }
    this.#windows.set(key, fresh)
    return fresh
  }

  #sweep(): void {
    const now = Date.now()
    for (const [key, { endsAt }] of this.#windows) if (endsAt <= now) this.#windows.delete(key)
  }
}

const DEFAULTS = Settings.parse({})
