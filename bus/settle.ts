import { type Outcome, sealOutcome } from './claims.ts'
import { deadLetter } from './dead-letter.ts'
import { toMs } from './duration.ts'
import { Reject, RetryAfter } from './errors.ts'
import type { RetryPolicy } from './function.ts'
import { type Hosted, redriveSubject } from './host.ts'
import { derivedId } from './ids.ts'
import { HEADER, type Incoming } from './message.ts'
import type { Delivery } from './nats/consumer.ts'
import { sendLive } from './nats/live.ts'
import type { AnyStream } from './nats/streams.ts'
import { isPassing } from './pg/pool.ts'
import { AlreadyDone, writeOnce } from './pg/write.ts'

/** Longer waits give their place in the consumer back and become an outbox row. */
const LONGEST_NAK_MS = 300_000

/** How a try was counted: `counted` when the database knows of it already. */
export interface Try {
  attempt: number
  counted: boolean
}

/** Says what an error means for the message, its sender and the server. */
export class Settlement {
  readonly attempts: number
  readonly #hosted: Hosted
  readonly #stream: AnyStream
  readonly #isCommand: boolean
  readonly #first: number
  readonly #max: number

  constructor(hosted: Hosted, stream: AnyStream, isCommand: boolean, retry: RetryPolicy = {}) {
    this.#hosted = hosted
    this.#stream = stream
    this.#isCommand = isCommand
    this.attempts = retry.attempts ?? 6
    this.#first = toMs(retry.first ?? '1s')
    this.#max = Math.min(toMs(retry.max ?? '5m'), LONGEST_NAK_MS)
  }

  /** The one place that says what an error means. */
  async settle(delivery: Delivery, message: Incoming, tried: Try, error: Error): Promise<void> {
    const { fn, claims, host } = this.#hosted
    if (error instanceof AlreadyDone) {
      await this.#repeat(message)
      delivery.ack()
      return
    }
    if (error instanceof RetryAfter && error.delayMs > LONGEST_NAK_MS) {
      await this.#postpone(delivery, message, error.delayMs)
      return
    }
    if (error instanceof RetryAfter || isPassing(error) || host.draining.aborted) {
      delivery.nak(error instanceof RetryAfter ? error.delayMs : this.backoff(tried.attempt, 250, 5000))
      if (tried.counted) await claims.uncount(fn.name, message.id)
      return
    }
    if (error instanceof Reject && this.#isCommand) {
      await this.#refuse(message, error)
      delivery.ack()
      return
    }
    if (error instanceof Reject || tried.attempt >= this.attempts) {
      await this.giveUp(delivery, message, Math.min(tried.attempt, this.attempts), error)
      return
    }
    this.#hosted.log.warn(
      { err: error, messageId: message.id, correlationId: message.correlationId, attempt: tried.attempt },
      'Failed; it will be tried again.',
    )
    await claims.failed(fn.name, message.id, tried.attempt)
    delivery.nak(this.backoff(tried.attempt))
  }

  /** To the dead letters, and never again by itself. Throws when it could not be stored there. */
  async giveUp(delivery: Delivery, message: Incoming | null, attempts: number, error: Error): Promise<void> {
    this.#hosted.log.error(
      { err: error, messageId: message?.id, correlationId: message?.correlationId, attempts },
      'Given up; it is in the dead letters.',
    )
    await deadLetter(this.#hosted, this.#stream, delivery, message, attempts, error)
    if (message)
      this.answer(message, { ok: false, code: 'INTERNAL', message: 'This failed and is kept in the dead letters.' })
    delivery.term(error.message.slice(0, 200))
  }

  /** Tells the sender of a command, where one waits. */
  answer(message: Incoming, outcome: Outcome): void {
    if (message.reply) sendLive(this.#hosted.host.link, message.reply, outcome)
  }

  /** Milliseconds before the next try: doubling, with a quarter of jitter each way. */
  backoff(attempt: number, first = this.#first, max = this.#max): number {
    const full = Math.min(max, first * 2 ** (attempt - 1))
    return full * (0.75 + Math.random() * 0.5)
  }

  /** A repeat hears what the first one was answered with, unless its body is another one. */
  async #repeat(message: Incoming): Promise<void> {
    if (!message.reply) return
    const known = await this.#hosted.claims.outcome(message.id)
    if (!known) return
    const otherBody = message.digest && known.digest && known.digest !== message.digest
    this.answer(
      message,
      otherBody
        ? { ok: false, code: 'IDEMPOTENCY_MISMATCH', message: 'Another body was sent under this id before.' }
        : known.outcome,
    )
  }

  /** A refusal is an answer: it is remembered, so that a repeat hears the same. */
  async #refuse(message: Incoming, error: Reject): Promise<void> {
    const { host, fn } = this.#hosted
    const outcome: Outcome = { ok: false, code: error.code, message: error.message, details: error.details }
    await writeOnce(
      host.pool,
      { domain: fn.domain.name, roles: host.roles, claim: { function: fn.name, messageId: message.id } },
      async () => {},
      () => ({
        outbox: [],
        outcome: { messageId: message.id, digest: message.digest, outcome: sealOutcome(host.sealer, outcome) },
      }),
    ).catch((failed: unknown) => {
      if (!(failed instanceof AlreadyDone)) throw failed
    })
    this.answer(message, outcome)
  }

  async #postpone(delivery: Delivery, message: Incoming, delayMs: number): Promise<void> {
    const { host, fn } = this.#hosted
    const headers = delivery.headers()
    delete headers[HEADER.msgId]
    const row = {
      id: derivedId(message.id, fn.name, 'later', delivery.seq),
      stream: this.#stream as 'events' | 'commands' | 'hooks',
      subject: redriveSubject(this.#stream, fn.name),
      headers: {
        ...headers,
        [HEADER.id]: message.id,
        [HEADER.subject]: delivery.header(HEADER.subject) || delivery.subject.slice(host.link.namespace.length + 1),
      },
      body: delivery.text(),
      notBefore: new Date(Date.now() + delayMs),
    }
    await writeOnce(
      host.pool,
      { domain: fn.domain.name, roles: host.roles },
      async () => {},
      () => ({ outbox: [row] }),
    )
    delivery.ack()
  }
}
