import { allContracts } from '../../contracts/index.ts'
import type { Audience } from '../../contracts/define.ts'
import type { Role } from '../../contracts/auth.ts'
import {
  type JournalReader,
  listenLive,
  type NatsLink,
  readJournal,
  type Recorded,
  type Running,
  showSealed,
  streamBounds,
} from '../../bus/gateway.ts'

/** One item of the feed. `id` is the place in the event stream; signals that are not stored have none. */
export interface FeedItem {
  id: number | null
  name: string
  audience: Audience
  json: string
}

export interface Listener {
  role: Role
  sessionId: string | null
  send(item: FeedItem): void
  close(): void
}

const RING = 1000

/** Where a listener that was here before goes on: what it missed, or the word that it must read everything anew. */
export type Missed = { items: FeedItem[] } | 'reset'

const audiences = new Map(
  allContracts.flatMap((c) => (c.kind === 'event' || c.kind === 'live' ? [[c.type, c.audience] as const] : [])),
)

/** One reader of the journal per edge process, fanned out to every open page. */
export class LiveHub {
  readonly #link: NatsLink
  readonly #listeners = new Set<Listener>()
  readonly #ring: FeedItem[] = []
  #lastId = 0
  #readers: JournalReader[] = []
  #running: Running[] = []

  constructor(link: NatsLink) {
    this.#link = link
  }

  async start(): Promise<void> {
    this.#lastId = (await streamBounds(this.#link, 'events')).last
    const read = (entry: Recorded): void => this.#publish(toItem(entry, entry.seq))
    const readUnnumbered = (entry: Recorded): void => this.#publish(toItem(entry, null))
    this.#readers = [
      readJournal(this.#link, 'events', { seq: this.#lastId + 1 }, read),
      readJournal(this.#link, 'hooks', { now: true }, readUnnumbered),
      readJournal(this.#link, 'dead-letters', { now: true }, readUnnumbered),
    ]
    this.#running = [listenLive(this.#link, 'live.*.*.*.*', (topic, data) => this.#signal(topic, data))]
    await Promise.all(this.#readers.map((r) => r.ready))
  }

  async stop(): Promise<void> {
    for (const listener of this.#listeners) listener.close()
    await Promise.all([...this.#readers, ...this.#running].map((r) => r.stop()))
  }

  join(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells the pages of one session something that nobody else may hear. */
  tell(sessionId: string | null, name: string, data: unknown): void {
    const item: FeedItem = { id: null, name, audience: 'user', json: JSON.stringify(data) }
    for (const listener of this.#listeners) if (listener.sessionId === sessionId) listener.send(item)
  }

  /** Closes what a session that ended has open. */
  endSession(sessionId: string): void {
    for (const listener of this.#listeners) if (listener.sessionId === sessionId) listener.close()
  }

  /** What came after `lastId`, at most the last thousand; `reset` when that is not all or the id is none of ours. */
  async since(lastId: number): Promise<Missed> {
    const end = this.#lastId
    if (lastId === end) return { items: [] }
    const { first } = await streamBounds(this.#link, 'events')
    if (lastId > end || end - lastId > RING || lastId + 1 < first) return 'reset'
    const oldest = this.#ring.find((item) => item.id !== null)?.id
    if (oldest !== undefined && oldest !== null && oldest <= lastId + 1)
      return { items: this.#ring.filter((item) => item.id !== null && item.id > lastId && item.id <= end) }
    return { items: await this.#readBetween(lastId + 1, end) }
  }

  async #readBetween(from: number, to: number): Promise<FeedItem[]> {
    const items: FeedItem[] = []
    const done = Promise.withResolvers<void>()
    const reader = readJournal(this.#link, 'events', { seq: from }, (entry) => {
      if (entry.seq <= to) items.push(toItem(entry, entry.seq))
      if (entry.seq >= to) done.resolve()
    })
    // a purged end of the stream must not keep a page waiting
    const timer = setTimeout(() => done.resolve(), 2000)
    await done.promise
    clearTimeout(timer)
    await reader.stop()
    return items
  }

  #signal(topic: string, data: unknown): void {
    const [, domain, name] = topic.split('.')
    const type = `${domain}.${name}`
    const audience = audiences.get(type)
    if (audience) this.#publish({ id: null, name: type, audience, json: JSON.stringify({ type, data }) })
  }

  #publish(item: FeedItem): void {
    if (item.id !== null) {
      this.#lastId = Math.max(this.#lastId, item.id)
      this.#ring.push(item)
      if (this.#ring.length > RING) this.#ring.shift()
    }
    for (const listener of this.#listeners)
      if (item.audience === 'user' || listener.role === 'admin') listener.send(item)
  }
}

function toItem(entry: Recorded, id: number | null): FeedItem {
  return {
    id,
    name: entry.kind === 'dead-letter' ? 'dead-letter' : entry.type,
    audience: entry.kind === 'event' ? (audiences.get(entry.type) ?? 'admin') : 'admin',
    json: JSON.stringify({ ...entry, time: entry.time.toISOString(), data: showSealed(entry.data) }),
  }
}
