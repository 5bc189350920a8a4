import { performance } from 'node:perf_hooks'
import type { CommandContract, DataOf, EventContract } from '../contracts/define.ts'
import { subjectOf, keyToken } from '../contracts/subjects.ts'
import type { Outcome } from './claims.ts'
import { startRun } from './context.ts'
import { deadLetter } from './dead-letter.ts'
import { toMs } from './duration.ts'
import { Reject, RetryAfter, toError } from './errors.ts'
import type { CommandFunction, EventFunction, MessageMeta, ScheduleFunction } from './function.ts'
import { durableOf, type Hosted, redriveSubject } from './host.ts'
import { derivedId } from './ids.ts'
import { fromHeaders, HEADER, type Incoming, openFields, parseBody } from './message.ts'
import { ACK_WAIT_MS, type Delivery, ensureConsumer, type Running, subscribe } from './nats/consumer.ts'
import { sendLive } from './nats/live.ts'
import type { AnyStream } from './nats/streams.ts'
import { isConnectionLoss } from './pg/pool.ts'
import { AlreadyDone, writeOnce } from './pg/write.ts'

type CommandFn = CommandFunction<never, CommandContract, never, never>
type EventFn = EventFunction<never, EventContract, never, never>
type ScheduleFn = ScheduleFunction<never, never, never>
export type DeliveredFunction = CommandFn | EventFn | ScheduleFn

/** Longer waits give their place in the consumer back and become an outbox row. */
const LONGEST_NAK_MS = 300_000

/** Everything that one delivered function needs to handle its messages. */
export class Pipeline {
  readonly #hosted: Hosted
  readonly #fn: DeliveredFunction
  readonly #contract: CommandContract | EventContract | null
  readonly #attempts: number
  readonly #first: number
  readonly #max: number
  readonly #timeoutMs: number
  readonly #inHand = new Map<string, Delivery>()
  #heartbeat: NodeJS.Timeout | null = null

  constructor(hosted: Hosted) {
    this.#hosted = hosted
    this.#fn = hosted.fn as unknown as DeliveredFunction
    this.#contract = 'on' in this.#fn ? this.#fn.on : null
    this.#attempts = this.#fn.retry?.attempts ?? 6
    this.#first = toMs(this.#fn.retry?.first ?? '1s')
    this.#max = Math.min(toMs(this.#fn.retry?.max ?? '5m'), LONGEST_NAK_MS)
    this.#timeoutMs = toMs(this.#fn.timeout ?? '10s')
  }

  get stream(): AnyStream {
    return this.#contract?.stream ?? 'slots'
  }

  /** The consumer's subjects: what it is for, and what is brought back to it alone. */
  get subjects(): string[] {
    const { name } = this.#fn
    if (!this.#contract) return [`slot.${name}`, redriveSubject('slots', name)]
    const only = 'onlyKey' in this.#fn && this.#fn.onlyKey ? keyToken(this.#fn.onlyKey) : '*'
    return [`${subjectOf(this.#contract)}.${only}`, redriveSubject(this.stream, name)]
  }

  /** Makes the durable and takes messages until stopped. */
  async start(): Promise<Running> {
    const isCommand = this.#contract?.kind === 'command'
    const startAt = 'startAt' in this.#fn ? this.#fn.startAt : undefined
    const subscription = {
      stream: this.stream,
      durable: durableOf(this.#hosted.fn),
      subjects: this.subjects,
      from: isCommand || startAt === 'beginning' ? 'all' : 'new',
      concurrency: this.#fn.concurrency?.perProcess ?? 8,
      handle: (delivery: Delivery) => this.handle(delivery),
    } as const
    await ensureConsumer(this.#hosted.host.link, subscription)
    // one timer for all that is in hand; a third of the wait leaves room for a slow turn
    this.#heartbeat = setInterval(() => {
      for (const delivery of this.#inHand.values()) delivery.working()
    }, ACK_WAIT_MS / 3)
    const running = subscribe(this.#hosted.host.link, subscription)
    return {
      stop: async () => {
        await running.stop()
        if (this.#heartbeat) clearInterval(this.#heartbeat)
      },
    }
  }

  /** One delivery from its headers to its ack. Never throws. */
  async handle(delivery: Delivery): Promise<void> {
    const started = performance.now()
    let message: Incoming
    try {
      message = fromHeaders((name) => delivery.header(name))
    } catch (error) {
      await this.#giveUp(delivery, null, 1, new Reject('INVALID', toError(error).message))
      return
    }
    if (this.#inHand.has(message.id)) {
      // the server lost patience while this process still works on it
      delivery.nak(1000)
      return
    }
    this.#inHand.set(message.id, delivery)
    let attempt = 1
    try {
      if (delivery.redelivered || delivery.header(HEADER.id)) {
        if (await this.#hosted.claims.isDone(this.#fn.name, message.id)) throw new AlreadyDone()
        // whoever redrives a message gives it all its tries again
        if (!delivery.redelivered) await this.#hosted.claims.forgetAttempts(this.#fn.name, message.id)
        else attempt = await this.#hosted.claims.nextAttempt(this.#fn.name, message.id)
        if (attempt > this.#attempts)
          throw new Error(`It did not come to an end in ${this.#attempts} tries; the process may have died on it.`)
      }
      const outcome = await this.#run(delivery, message, attempt)
      this.#answer(message, outcome)
      delivery.ack()
      this.#hosted.log.debug({ messageId: message.id, ms: Math.round(performance.now() - started) }, 'Handled.')
    } catch (thrown) {
      await this.#settle(delivery, message, attempt, toError(thrown)).catch((error: unknown) => {
        this.#hosted.log.debug({ err: toError(error), messageId: message.id }, 'Could not settle; it comes again.')
        delivery.nak(this.#backoff(attempt))
      })
    } finally {
      this.#inHand.delete(message.id)
    }
  }

  async #run(delivery: Delivery, message: Incoming, attempt: number): Promise<Outcome> {
    const { host, fn, claims } = this.#hosted
    const input = this.#read(delivery)
    const key = this.#contract ? this.#contract.key(input as never) : ''
    const timeout = AbortSignal.timeout(this.#timeoutMs)
    const signal = AbortSignal.any([timeout, host.draining])
    const remember = this.#contract?.kind === 'command' ? { digest: message.digest } : undefined
    const meta: MessageMeta = { ...message, seq: delivery.seq, attempt }
    const run = startRun(this.#hosted, {
      meta,
      signal,
      trace: message.trace,
      claimed: true,
      remember,
      serialKey: this.#fn.concurrency?.perKey === 'serial' ? `${fn.name} ${key}` : undefined,
      effects: true,
    })
    const execute = this.#fn.run as (input: unknown, ctx: unknown) => Promise<unknown>
    const result = await race(execute(input, run.ctx), timeout, `${fn.name} took longer than ${this.#timeoutMs} ms.`)
    await run.claim(result)
    await host.outbox.publishFresh(fn.domain.name, run.outbox)
    if (attempt > 1) await claims.forgetAttempts(fn.name, message.id).catch(() => {})
    return { ok: true, data: result ?? null }
  }

  #read(delivery: Delivery): unknown {
    if (!this.#contract) return { at: new Date(String(parseBody(delivery.text())['at'])) }
    const parsed = this.#contract.schema.safeParse(openFields(parseBody(delivery.text()), this.#hosted.host.sealer))
    if (parsed.success) return parsed.data as DataOf<CommandContract>
    const issue = parsed.error.issues[0]
    throw new Reject('INVALID', `${issue?.path.join('.') || 'data'}: ${issue?.message ?? 'not understood'}`)
  }

  /** The one place that says what an error means. */
  async #settle(delivery: Delivery, message: Incoming, attempt: number, error: Error): Promise<void> {
    const { fn, claims } = this.#hosted
    if (error instanceof AlreadyDone) {
      const known = await claims.outcome(message.id)
      if (known)
        this.#answer(
          message,
          message.digest && known.digest && known.digest !== message.digest
            ? { ok: false, code: 'IDEMPOTENCY_MISMATCH', message: 'Another body was sent under this id before.' }
            : known.outcome,
        )
      delivery.ack()
      return
    }
    if (error instanceof RetryAfter) {
      if (error.delayMs > LONGEST_NAK_MS) await this.#postpone(delivery, message, error.delayMs)
      else {
        await claims.uncount(fn.name, message.id)
        delivery.nak(error.delayMs)
      }
      return
    }
    if (error instanceof Reject && this.#contract?.kind === 'command') {
      await this.#refuse(message, error)
      delivery.ack()
      return
    }
    if (isConnectionLoss(error) || this.#hosted.host.draining.aborted) {
      delivery.nak(this.#backoff(attempt, 250, 5000))
      return
    }
    if (error instanceof Reject || attempt >= this.#attempts) {
      await this.#giveUp(delivery, message, attempt, error)
      return
    }
    this.#hosted.log.warn({ err: error, messageId: message.id, attempt }, 'Failed; it will be tried again.')
    delivery.nak(this.#backoff(attempt))
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
        outcome: { messageId: message.id, digest: message.digest, outcome: JSON.stringify(outcome) },
      }),
    ).catch((failed: unknown) => {
      if (!(failed instanceof AlreadyDone)) throw failed
    })
    this.#answer(message, outcome)
  }

  async #postpone(delivery: Delivery, message: Incoming, delayMs: number): Promise<void> {
    const { host, fn } = this.#hosted
    const headers = delivery.headers()
    delete headers[HEADER.msgId]
    const id = derivedId(message.id, fn.name, 'later', delivery.seq)
    const row = {
      id,
      stream: this.stream as 'events' | 'commands' | 'hooks',
      subject: redriveSubject(this.stream, fn.name),
      headers: { ...headers, [HEADER.id]: message.id },
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

  async #giveUp(delivery: Delivery, message: Incoming | null, attempts: number, error: Error): Promise<void> {
    this.#hosted.log.error({ err: error, messageId: message?.id, attempts }, 'Given up; it is in the dead letters.')
    await deadLetter(this.#hosted, this.stream, delivery, message, attempts, error)
    if (message)
      this.#answer(message, { ok: false, code: 'INTERNAL', message: 'This failed and is kept in the dead letters.' })
    delivery.term(error.message.slice(0, 200))
  }

  #answer(message: Incoming, outcome: Outcome): void {
    if (message.reply) sendLive(this.#hosted.host.link, message.reply, outcome)
  }

  #backoff(attempt: number, first = this.#first, max = this.#max): number {
    const full = Math.min(max, first * 2 ** (attempt - 1))
    return full * (0.75 + Math.random() * 0.5)
  }
}

/** The work, or an error when the signal comes first. */
function race<T>(work: Promise<T>, signal: AbortSignal, sentence: string): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => aborted.reject(new Error(sentence))
  signal.addEventListener('abort', onAbort, { once: true })
  // a run that goes on after its time must not surface as an unheard rejection
  work.catch(() => {})
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener('abort', onAbort))
}
