import {
  AckPolicy,
  DeliverPolicy,
  type Consumer,
  type ConsumerConfig,
  JetStreamApiError,
  type JsMsg,
  ReplayPolicy,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import type { NatsLink } from './connect.ts'
import { type AnyStream, ensureStream, streamName } from './streams.ts'

/** Milliseconds after which work that died with its process starts again; with the start itself it stays under 5 s. */
export const ACK_WAIT_MS = 4000

/** One delivery of a stored message. */
export interface Delivery {
  readonly subject: string
  readonly seq: number
  /** The server's count; forgotten when the server is killed, so only a hint that this came before. */
  readonly redelivered: boolean
  header(name: string): string
  headers(): Record<string, string>
  text(): string
  ack(): void
  nak(delayMs: number): void
  /** Never again; for what went to the dead letters. */
  term(reason: string): void
  working(): void
}

export interface Subscription {
  stream: AnyStream
  /** Shared by all processes of a function. */
  durable: string
  /** Without the namespace. */
  subjects: readonly string[]
  /** What happened from this moment on; for a durable that is made anew it is still its first moment. */
  from: 'all' | Date
  concurrency: number
  /** Settles it. `free` gives its place to the next one early, when only the server is still waited for. */
  handle(delivery: Delivery, free: () => void): Promise<void>
}

export interface Running {
  /** Takes nothing more and waits for what is in hand. */
  stop(): Promise<void>
}

/** Makes the durable or brings it up to what is declared, and reads it back. */
export async function ensureConsumer(link: NatsLink, sub: Omit<Subscription, 'handle'>): Promise<void> {
  const stream = streamName(link, sub.stream)
  const wanted = {
    filter_subjects: sub.subjects.map((s) => `${link.namespace}.${s}`),
    ack_wait: nanos(ACK_WAIT_MS),
    // attempts are counted by us: a server that was killed forgets its counters
    max_deliver: -1,
    max_ack_pending: 1000,
  } satisfies Partial<ConsumerConfig>
  const existing = await link.jsm.consumers.info(stream, sub.durable).catch((error: unknown) => {
    if (error instanceof JetStreamApiError && error.code === 10014) return null
    throw error
  })
  if (!existing)
    await link.jsm.consumers.add(stream, {
      ...wanted,
      durable_name: sub.durable,
      ack_policy: AckPolicy.Explicit,
      replay_policy: ReplayPolicy.Instant,
      ...(sub.from === 'all'
        ? { deliver_policy: DeliverPolicy.All }
        : { deliver_policy: DeliverPolicy.StartTime, opt_start_time: sub.from.toISOString() }),
    })
  else if (!sameSubjects(existing.config, wanted.filter_subjects) || existing.config.ack_wait !== wanted.ack_wait)
    await link.jsm.consumers.update(stream, sub.durable, wanted)
  const { config } = await link.jsm.consumers.info(stream, sub.durable)
  if (!sameSubjects(config, wanted.filter_subjects))
    throw new Error(`nats-server did not take the filters of the consumer ${sub.durable}; is it too old?`)
}

const sameSubjects = (config: ConsumerConfig, wanted: readonly string[]): boolean =>
  [...(config.filter_subjects ?? [config.filter_subject ?? ''])].sort().join() === [...wanted].sort().join()

/** The consumer, made again with its stream where it is missing. */
export async function openConsumer(link: NatsLink, sub: Subscription): Promise<Consumer> {
  try {
    return await link.js.consumers.get(streamName(link, sub.stream), sub.durable)
  } catch {
    await ensureStream(link, sub.stream)
    await ensureConsumer(link, sub)
    return await link.js.consumers.get(streamName(link, sub.stream), sub.durable)
  }
}

/** What the client hands over, as the bus sees it. */
export class JsDelivery implements Delivery {
  readonly #message: JsMsg
  #headers: Record<string, string> | null = null
  constructor(message: JsMsg) {
    this.#message = message
  }
  get subject(): string {
    return this.#message.subject
  }
  get seq(): number {
    return this.#message.seq
  }
  get redelivered(): boolean {
    return this.#message.redelivered
  }
  header(name: string): string {
    return (this.#headers ??= toRecord(this.#message))[name] ?? ''
  }
  headers(): Record<string, string> {
    return { ...(this.#headers ??= toRecord(this.#message)) }
  }
  text(): string {
    return this.#message.string()
  }
  ack(): void {
    this.#message.ack()
  }
  nak(delayMs: number): void {
    this.#message.nak(Math.max(1, Math.round(delayMs)))
  }
  term(reason: string): void {
    this.#message.term(reason)
  }
  working(): void {
    this.#message.working()
  }
}

/** All headers at once: the client searches through all of them for each. */
export function toRecord(message: JsMsg): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, values] of message.headers ?? []) found[name] = values[0] ?? ''
  return found
}
