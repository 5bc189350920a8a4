import type { Logger } from 'pino'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { type KumaBeat, type KumaMonitor, TakeFromKuma } from '../../../contracts/kuma.ts'
import { listen, type Listening } from './listen.ts'
import { type Glimpse, readMetrics, readStatusPage } from './poll.ts'
import type { Login } from './session.ts'
import { toMonitors } from './to-monitor.ts'

/** What a connection has for speaking with Uptime Kuma. */
export interface Ways {
  url: string
  /** Of the connection. */
  version: number
  /** Null: nothing to sign in with. */
  login: Login | null
  /** What its metrics take. */
  metrics: { username: string; password: string } | null
  /** Slug of a status page. */
  statusPage: string | null
  /** Times of the last beats that are known, by its ids. */
  heardTo: ReadonlyMap<string, string>
}

/** What the run of a function that follows lends. */
export interface Lender {
  log: Logger
  stopping: AbortSignal
  seal(text: string): string
  call(contract: typeof TakeFromKuma, input: InputOf<typeof TakeFromKuma>): Promise<AnswerOf<typeof TakeFromKuma>>
}

export interface Follower {
  readonly version: number
  /** Whether it ended, by itself or not. */
  readonly closed: boolean
  /** Somebody still wants it to follow, at this moment. */
  goOn(lender: Lender, at: Date): void
  close(): void
}

/** Beats wait so long for others, and so many of them are one message. */
const BATCH = { waitMs: 150, beats: 1500 }

/** Shorter than its lease. */
const SIGN_OF_LIFE_MS = 5000

/** Its metrics are answered 60 times a minute, to everybody together. */
const POLL_MS = 30_000

/** When nobody asked for so long, it ends by itself. */
const UNWANTED_MS = 90_000

/** How soon a refused sign-in is tried again: at once it would be refused, and 20 a minute is all that is taken. */
const AGAIN_MS = { passing: 60_000, refused: 300_000 }

const START_OVER_MS = 3000

/** Follows Uptime Kuma by the best way that works: its socket, else its metrics, else a status page. */
export function follow(first: Lender, ways: Ways, holder: string, at: Date): Follower {
  const ending = new AbortController()
  let lender = first
  let listening: Listening | null = null
  let way: 'socket' | 'metrics' | 'page' | null = null
  let trouble: string | null = null
  let wantedAt = at.getTime()
  // a socket is given time to come up
  let polledAt = ways.login ? wantedAt : -Infinity
  let fallen = false
  let polling = false
  let signInAt = -Infinity
  let newToken: string | null = null

  let monitors: { complete: boolean; items: KumaMonitor[] } | null = null
  let lists: (readonly KumaBeat[])[] = []
  const last = new Map<string, string>()
  const stored = new Map(ways.heardTo)
  const heardTo = new Map(ways.heardTo)
  let timer: NodeJS.Timeout | undefined
  let sending = false

  const close = (): void => {
    if (ending.signal.aborted) return
    ending.abort()
    clearTimeout(timer)
    clearInterval(clock)
    first.stopping.removeEventListener('abort', close)
    listening?.close()
  }

  const soon = (): void => {
    timer ??= setTimeout(() => void send(), BATCH.waitMs)
  }

  async function send(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (sending || ending.signal.aborted) return
    sending = true
    try {
      do {
        const beats: KumaBeat[] = []
        while (lists[0] && (beats.length === 0 || beats.length + lists[0].length <= BATCH.beats))
          beats.push(...lists.shift()!)
        const message = { holder, version: ways.version, heard: way !== null, error: trouble, monitors, beats }
        monitors = null
        const token = newToken === null ? null : lender.seal(newToken)
        newToken = null
        const { held } = await lender.call(TakeFromKuma, { ...message, token })
        if (!held) close()
        for (const { id, at: time, from } of beats) if (from !== 'poll') stored.set(id, time)
      } while (!ending.signal.aborted && (lists.length > 0 || monitors))
    } catch (error) {
      lender.log.warn({ err: error }, 'What Uptime Kuma said could not be stored; it is asked again.')
      startOver()
    } finally {
      sending = false
    }
  }

  /** What is not stored is asked for again: its lists hold what was missed. */
  function startOver(): void {
    monitors = null
    lists = []
    last.clear()
    for (const [id, time] of stored) heardTo.set(id, time)
    polledAt = -Infinity
    if (way !== 'socket') return
    turnTo(null)
    setTimeout(() => ending.signal.aborted || listening?.again(), START_OVER_MS).unref()
  }

  function turnTo(next: typeof way): void {
    if (next !== way) lender.log.info({ from: way, to: next, trouble }, 'Uptime Kuma is followed another way.')
    way = next
    if (next !== null) trouble = null
  }

  const say = (beats: readonly KumaBeat[]): void => {
    const fresh = beats.filter(({ id, at: time, from }) => from === 'poll' || time > (last.get(id) ?? ''))
    for (const { id, at: time, from } of fresh) {
      if (from === 'poll') continue
      last.set(id, time)
      heardTo.set(id, time)
    }
    for (let i = 0; i < fresh.length; i += BATCH.beats) lists.push(fresh.slice(i, i + BATCH.beats))
    soon()
  }

  async function poll(): Promise<void> {
    if (polling) return
    polling = true
    try {
      const seen = await glimpse()
      // the socket may be back by now
      if (way === 'socket' || ending.signal.aborted) return
      turnTo(seen?.way ?? null)
      if (seen) {
        monitors = { complete: false, items: seen.monitors }
        for (const beats of Map.groupBy(seen.beats, ({ id }) => id).values()) say(beats)
      }
      soon()
    } finally {
      polling = false
    }
  }

  async function glimpse(): Promise<(Glimpse & { way: 'metrics' | 'page' }) | null> {
    const { url, metrics, statusPage } = ways
    const tries = [
      metrics &&
        (async () => ({ way: 'metrics' as const, ...(await readMetrics(url, metrics, new Date(), ending.signal)) })),
      statusPage !== null &&
        (async () => ({ way: 'page' as const, ...(await readStatusPage(url, statusPage, ending.signal)) })),
    ]
    for (const attempt of tries) {
      if (!attempt) continue
      try {
        return await attempt()
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error)
      }
    }
    return null
  }

  function tick(now: number): void {
    if (ending.signal.aborted) return
    if (now - wantedAt > UNWANTED_MS) return close()
    if (way !== 'socket') {
      if (now >= signInAt) listening?.connect()
      if (now - polledAt >= POLL_MS) {
        polledAt = now
        void poll()
      }
    }
    void send()
  }

  const tokens = [...(ways.login?.tokens ?? [])]
  const startListening = (login: Login): Listening =>
    listen(ways.url, () => ({ ...login, tokens }), {
      signedIn(token) {
        turnTo('socket')
        fallen = false
        // a poll spoke of now: its record is compared with what is stored
        last.clear()
        if (token === null) return
        newToken = token
        tokens.push(token)
      },
      silent(why, passing) {
        if (way === 'socket') turnTo(null)
        trouble = why
        signInAt = wantedAt + (passing ? AGAIN_MS.passing : AGAIN_MS.refused)
        if (fallen) return
        fallen = true
        polledAt = Math.max(polledAt, Date.now())
        void poll()
      },
      monitors(all) {
        monitors = { complete: true, items: toMonitors(all) }
        soon()
      },
      beats: say,
      heardTo: (id) => heardTo.get(id) ?? null,
    })

  const clock = setInterval(() => tick(Date.now()), SIGN_OF_LIFE_MS)
  first.stopping.addEventListener('abort', close, { once: true })
  if (ways.login) listening = startListening(ways.login)
  else tick(at.getTime())
  return {
    version: ways.version,
    get closed() {
      return ending.signal.aborted
    },
    goOn(next, moment) {
      lender = next
      wantedAt = Math.max(wantedAt, moment.getTime())
      tick(moment.getTime())
    },
    close,
  }
}
