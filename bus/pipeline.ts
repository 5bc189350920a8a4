import { performance } from 'node:perf_hooks'
import type { CommandContract, EventContract } from '../contracts/define.ts'
import { subjectOf, keyToken } from '../contracts/subjects.ts'
import { startRun } from './context.ts'
import { Deadlines } from './deadlines.ts'
import { toMs } from './duration.ts'
import { Reject, toError } from './errors.ts'
import type { CommandFunction, EventFunction, ScheduleFunction } from './function.ts'
import { durableOf, type Hosted, redriveSubject } from './host.ts'
import { fromHeaders, HEADER, type Incoming, openFields, parseBody } from './message.ts'
import { toMeta } from './meta.ts'
import { type Delivery, ensureConsumer, type Running, type Subscription } from './nats/consumer.ts'
import { subscribe } from './nats/pull.ts'
import type { AnyStream } from './nats/streams.ts'
import { AlreadyDone, type OutboxRow } from './pg/write.ts'
import { Settlement, type Try } from './settle.ts'

type CommandFn = CommandFunction<never, CommandContract, never, never>
type EventFn = EventFunction<never, EventContract, never, never>
type ScheduleFn = ScheduleFunction<never, never, never>
export type DeliveredFunction = CommandFn | EventFn | ScheduleFn

/** Everything that one delivered function needs to handle its messages. */
export class Pipeline {
  readonly #hosted: Hosted
  readonly #fn: DeliveredFunction
  readonly #contract: CommandContract | EventContract | null
  readonly #settlement: Settlement
  readonly #deadlines: Deadlines
  readonly #inHand = new Set<string>()

  constructor(hosted: Hosted) {
    this.#hosted = hosted
    this.#fn = hosted.fn as unknown as DeliveredFunction
    this.#contract = 'on' in this.#fn ? this.#fn.on : null
    const isCommand = this.#contract?.kind === 'command'
    this.#settlement = new Settlement(hosted, this.stream, isCommand, this.#fn.retry)
    this.#deadlines = new Deadlines(this.#fn.name, toMs(this.#fn.timeout ?? '10s'), hosted.host.draining)
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
      from: isCommand || startAt === 'beginning' ? 'all' : await this.#hosted.claims.since(this.#fn.name),
      concurrency: this.#fn.concurrency?.perProcess ?? 8,
      handle: (delivery: Delivery, free: () => void) => this.handle(delivery, free),
    } satisfies Subscription
    await ensureConsumer(this.#hosted.host.link, subscription)
    return subscribe(this.#hosted.host.link, subscription)
  }

  /** One delivery from its headers to its ack. Never throws. */
  async handle(delivery: Delivery, free: () => void): Promise<void> {
    const started = performance.now()
    let message: Incoming
    try {
      message = fromHeaders((name) => delivery.header(name))
    } catch (error) {
      const reject = new Reject('INVALID', toError(error).message)
      await this.#settlement.giveUp(delivery, null, 1, reject).catch(() => delivery.nak(5000))
      return
    }
    if (this.#inHand.has(message.id)) {
      // redriven or redelivered while this process still works on it
      delivery.nak(1000)
      return
    }
    this.#inHand.add(message.id)
    let tried: Try = { attempt: 1, counted: false }
    let leave = (): void => {}
    try {
      // what the server never gave to anybody before needs no look into the past
      if (delivery.redelivered || delivery.header(HEADER.id)) {
        const past = await this.#hosted.claims.past(this.#fn.name, message.id)
        if (past.done) throw new AlreadyDone()
        if (past.vanished) leave = await this.#hosted.host.alone.enter()
        tried = await this.#count(delivery, message)
        if (tried.attempt > this.#settlement.attempts)
          throw new Error(`The process died on it in each of ${this.#settlement.attempts} tries.`)
      }
      const { result, outbox } = await this.#run(delivery, message, tried)
      free()
      await this.#hosted.host.outbox.publishFresh(this.#hosted.fn.domain.name, outbox)
      this.#settlement.answer(message, { ok: true, data: result ?? null })
      delivery.ack()
      this.#hosted.log.debug({ messageId: message.id, ms: Math.round(performance.now() - started) }, 'Handled.')
    } catch (thrown) {
      await this.#settlement.settle(delivery, message, tried, toError(thrown)).catch((error: unknown) => {
        this.#hosted.log.debug({ err: toError(error), messageId: message.id }, 'Could not settle; it comes again.')
        delivery.nak(this.#settlement.backoff(tried.attempt))
      })
    } finally {
      leave()
      this.#inHand.delete(message.id)
    }
  }

  async #count(delivery: Delivery, message: Incoming): Promise<Try> {
    const { claims } = this.#hosted
    if (!delivery.redelivered) {
      // whoever redrives a message gives it all its tries again
      await claims.forgetAttempts(this.#fn.name, message.id)
      return { attempt: 1, counted: false }
    }
    return { attempt: await claims.begin(this.#fn.name, message.id), counted: true }
  }

  /** The function's run with its commit; what that left in the outbox is not published yet. */
  async #run(
    delivery: Delivery,
    message: Incoming,
    tried: Try,
  ): Promise<{ result: unknown; outbox: readonly OutboxRow[] }> {
    const { fn, claims } = this.#hosted
    const input = await this.#read(delivery)
    const from = await this.#hosted.host.persons.openFrom(message.sealedFrom)
    const serial = this.#fn.concurrency?.perKey === 'serial'
    return this.#deadlines.within(async (signal) => {
      const run = startRun(this.#hosted, {
        meta: toMeta(message, {
          seq: delivery.seq,
          attempt: tried.attempt,
          username: from.name,
          address: from.address,
        }),
        signal,
        trace: message.trace,
        sealedFrom: message.sealedFrom,
        claimed: true,
        remember: this.#contract?.kind === 'command' ? { digest: message.digest } : undefined,
        serialKey: serial ? `${fn.name} ${this.#contract?.key(input as never) ?? ''}` : undefined,
        effects: true,
      })
      const execute = this.#fn.run as (input: unknown, ctx: unknown) => Promise<unknown>
      const result = await execute(input, run.ctx)
      await run.claim(result)
      if (tried.counted) await claims.forgetAttempts(fn.name, message.id).catch(() => {})
      return { result, outbox: run.outbox }
    })
  }

  async #read(delivery: Delivery): Promise<unknown> {
    if (!this.#contract) return { at: new Date(String(parseBody(delivery.text())['at'])) }
    const parsed = this.#contract.schema.safeParse(await openFields(parseBody(delivery.text()), this.#hosted.host))
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]
    throw new Reject('INVALID', `${issue?.path.join('.') || 'data'}: ${issue?.message ?? 'not understood'}`)
  }
}
