import { allContracts } from '../../contracts/index.ts'
import type { Audience } from '../../contracts/define.ts'
import type { Role } from '../../contracts/auth.ts'
import {
  type JournalReader,
  listenLive,
  type NatsLink,
  type PersonKeys,
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
  /** Whom it is about, where the audience is `owner`. */
  owner: string | null
  /** For admins, with who did it and from where. */
  json: string
  /** For everybody else. */
  publicJson: string
}

export interface Listener {
  role: Role
  userId: string
  /** The session or API key that it came by; null for the operator. */
  credentialId: string | null
  /** When that ends by itself; null for never. */
  endsAt: number | null
  send(item: FeedItem): void
  close(): void
}

const RING = 1000
/** How late somebody is let go whose session or API key ended by itself. */
const LOOK_EVERY_MS = 2000

/** Where a listener that was here before goes on: what it missed, or the word that it must read everything anew. */
export type Missed = { items: FeedItem[] } | 'reset'

/** Who may hear what; where versions differ, the newest counts. */
const audiences = new Map(allContracts.flatMap((c) => (c.kind === 'live' ? [[c.type, c.audience] as const] : [])))
const events = new Map(allContracts.flatMap((c) => (c.kind === 'event' ? [[c.type, c] as const] : [])))

/** Whether somebody may hear an item. */
export const mayHear = (item: FeedItem, who: { role: Role; userId: string }): boolean =>
  who.role === 'admin' || item.audience === 'user' || (item.audience === 'owner' && item.owner === who.userId)

/** What they hear of it. */
export const heardBy = (item: FeedItem, who: { role: Role }): string =>
  who.role === 'admin' ? item.json : item.publicJson

/** One reader of the journal per edge process, fanned out to every open page. */
export class LiveHub {
  readonly #link: NatsLink
  readonly #persons: PersonKeys
  readonly #listeners = new Set<Listener>()
  readonly #ring: FeedItem[] = []
  #lastId = 0
  #readers: JournalReader[] = []
  #running: Running[] = []
  #looking: NodeJS.Timeout | undefined

  constructor(link: NatsLink, persons: PersonKeys) {
    this.#link = link
    this.#persons = persons
  }

  async start(): Promise<void> {
    this.#lastId = (await streamBounds(this.#link, 'events')).last
    const read = async (entry: Recorded): Promise<void> => this.#publish(await this.#toItem(entry, entry.seq))
    const readUnnumbered = async (entry: Recorded): Promise<void> => this.#publish(await this.#toItem(entry, null))
    this.#readers = [
      readJournal(this.#link, 'events', { seq: this.#lastId + 1 }, read),
      readJournal(this.#link, 'hooks', { now: true }, readUnnumbered),
      readJournal(this.#link, 'dead-letters', { now: true }, readUnnumbered),
    ]
    this.#running = [listenLive(this.#link, 'live.*.*.*.*', (topic, data) => this.#signal(topic, data))]
    this.#looking = setInterval(() => this.#letGo(), LOOK_EVERY_MS).unref()
    await Promise.all(this.#readers.map((r) => r.ready))
  }

  async stop(): Promise<void> {
    clearInterval(this.#looking)
    for (const listener of this.#listeners) listener.close()
    await Promise.all([...this.#readers, ...this.#running].map((r) => r.stop()))
  }

  join(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells the pages of one session something that nobody else may hear. */
  tell(credentialId: string | null, name: string, data: unknown): void {
    const json = JSON.stringify(data)
    const item: FeedItem = { id: null, name, audience: 'user', owner: null, json, publicJson: json }
    for (const listener of this.#listeners) if (listener.credentialId === credentialId) listener.send(item)
  }

  /** Closes what a session or API key that ended has open. */
  end(credentialId: string): void {
    for (const listener of this.#listeners) if (listener.credentialId === credentialId) listener.close()
  }

  #letGo(): void {
    const now = Date.now()
    for (const listener of this.#listeners) if (listener.endsAt !== null && listener.endsAt <= now) listener.close()
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
    const reader = readJournal(this.#link, 'events', { seq: from }, async (entry) => {
      if (entry.seq <= to) items.push(await this.#toItem(entry, entry.seq))
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
    const json = JSON.stringify({ type, data })
    if (audience) this.#publish({ id: null, name: type, audience, owner: null, json, publicJson: json })
  }

  #publish(item: FeedItem): void {
    if (item.id !== null) {
      this.#lastId = Math.max(this.#lastId, item.id)
      this.#ring.push(item)
      if (this.#ring.length > RING) this.#ring.shift()
    }
    for (const listener of this.#listeners) if (mayHear(item, listener)) listener.send(item)
  }

  async #toItem(entry: Recorded, id: number | null): Promise<FeedItem> {
    const { sealedFrom, actor, correlationId, causationId, ...shared } = entry
    const [data, from] = await Promise.all([
      this.#persons.showFields(showSealed(entry.data)),
      this.#persons.openFrom(sealedFrom),
    ])
    const said = { ...shared, time: entry.time.toISOString(), data }
    const contract = entry.kind === 'event' ? events.get(entry.type) : undefined
    return {
      id,
      name: entry.kind === 'dead-letter' ? 'dead-letter' : entry.type,
      audience: contract?.audience ?? 'admin',
      owner: contract?.owner(entry.data) ?? null,
      json: JSON.stringify({
        ...said,
        actor,
        actorName: from.name,
        address: from.address,
        correlationId,
        causationId,
      }),
      publicJson: JSON.stringify(said),
    }
  }
}
