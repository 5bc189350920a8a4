import { randomBytes } from 'node:crypto'
import type {
  ActionContract,
  AnswerOf,
  CommandContract,
  EventContract,
  InputOf,
  QueryContract,
} from '../contracts/define.ts'
import type { Role } from '../contracts/auth.ts'
import { subjectOf } from '../contracts/subjects.ts'
import type { Outcome } from './claims.ts'
import { Refused, StorageFull } from './errors.ts'
import { newId } from './ids.ts'
import { HEADER, type Outgoing, toOutgoing } from './message.ts'
import { onBehalfOf } from './meta.ts'
import type { NatsLink } from './nats/connect.ts'
import type { Running } from './nats/consumer.ts'
import { listenLive } from './nats/live.ts'
import { publish, type Stored } from './nats/publish.ts'
import { request } from './nats/rpc.ts'
import { streamName } from './nats/streams.ts'
import { askOutcome } from './outcomes.ts'
import { type From, PersonKeys } from './persons.ts'
import type { Sealer } from './seal.ts'

/** On whose behalf something is asked or sent. */
export interface Who {
  actor: string
  correlationId: string
  sessionId?: string | undefined
  role?: Role | undefined
  /** Their name, and the network address that they ask from. */
  username?: string | undefined
  address?: string | undefined
  /** What the browser calls itself, and the SHA-256 of its own cookie; not stored. */
  agent?: string | undefined
  browser?: string | undefined
  trace?: string | undefined
  /** How long an answer may take; default 15 s. */
  patienceMs?: number
}

export type Sent =
  | { state: 'done'; commandId: string; outcome: Outcome }
  /** Stored; the owner is slow or away. The outcome comes through `onLate`. */
  | { state: 'accepted'; commandId: string }

export interface SendOptions {
  /** The same id is the same command; default a fresh one. */
  id?: string
  /** How long to wait for the outcome. Default 2000 ms. */
  waitMs?: number
}

/** Forgets who waits for a late outcome after this time. */
const LATE_MS = 3_600_000

/** Asks, acts, sends and publishes from a process that owns no function: the edge, the operator commands, tests. */
export class BusClient implements Running {
  readonly link: NatsLink
  readonly #sealer: Sealer
  /** For whoever shows what the journal says about people. */
  readonly persons: PersonKeys
  readonly #home = `live.outcome.${randomBytes(8).toString('hex')}`
  /** Several callers may wait for one command: a repeat joins the first. */
  readonly #waiting = new Map<string, Set<(outcome: Outcome) => void>>()
  readonly #listening: Running

  constructor(link: NatsLink, sealer: Sealer) {
    this.link = link
    this.#sealer = sealer
    this.persons = new PersonKeys(link, sealer)
    this.#listening = listenLive(link, `${this.#home}.*`, (topic, data) => {
      const id = topic.slice(this.#home.length + 1)
      for (const hear of this.#waiting.get(id) ?? []) hear(data as Outcome)
      this.#waiting.delete(id)
    })
  }

  async stop(): Promise<void> {
    await Promise.all([this.#listening.stop(), this.persons.stop()])
  }

  /** Asks a query or an action. Throws `Refused`. */
  async ask<C extends QueryContract | ActionContract>(contract: C, input: InputOf<C>, who: Who): Promise<AnswerOf<C>> {
    const headers = {
      ...onBehalfOf(who),
      ...(who.trace ? { [HEADER.trace]: who.trace } : {}),
    }
    const answer = await request(
      this.link,
      subjectOf(contract),
      contract.schema.parse(input),
      headers,
      who.patienceMs ?? 15_000,
    )
    return contract.result.parse(answer) as AnswerOf<C>
  }

  /** Stores an event that no function emits, such as a raw webhook. */
  async publishEvent<C extends EventContract>(
    contract: C,
    data: InputOf<C>,
    who: Who,
  ): Promise<Stored & { id: string }> {
    const id = newId()
    const message = await toOutgoing(contract, contract.schema.parse(data), {
      id,
      correlationId: who.correlationId,
      causationId: null,
      actor: who.actor,
      role: who.role,
      from: fromOf(who),
      trace: who.trace,
      sealer: this.#sealer,
      persons: this.persons,
    })
    // whoever calls a hook calls once, so it is tried for longer than a person would wait
    return { id, ...(await this.#store(message, 5)) }
  }

  /**
   * Stores a command, then waits a short while for its outcome. Throws `Refused('IDEMPOTENCY_MISMATCH')` when another
   * body was sent under the same id, `StorageFull` when the stream takes no more.
   */
  async send<C extends CommandContract>(
    contract: C,
    data: InputOf<C>,
    who: Who,
    options: SendOptions = {},
    onLate?: (outcome: Outcome) => void,
  ): Promise<Sent> {
    const id = options.id ?? newId()
    const parsed = contract.schema.parse(data)
    const digest = this.#sealer.digest(`${contract.type} ${JSON.stringify(parsed)}`)
    const message = await toOutgoing(contract, parsed, {
      id,
      correlationId: who.correlationId,
      causationId: null,
      actor: who.actor,
      role: who.role,
      from: fromOf(who),
      trace: who.trace,
      sealer: this.#sealer,
      persons: this.persons,
    })
    message.headers[HEADER.reply] = `${this.#home}.${id}`
    message.headers[HEADER.digest] = digest
    const outcome = Promise.withResolvers<Outcome>()
    const hearing = this.#waiting.get(id) ?? new Set()
    this.#waiting.set(id, hearing.add(outcome.resolve))
    const leave = (): void => {
      hearing.delete(outcome.resolve)
      if (hearing.size === 0 && this.#waiting.get(id) === hearing) this.#waiting.delete(id)
    }
    const stored = await this.#store(message, 2).catch((error: unknown) => {
      leave()
      throw error
    })
    if (stored.duplicate) {
      leave()
      return this.#repeat(contract, id, digest, stored.seq, options.waitMs ?? 2000)
    }
    const first = await before(outcome.promise, options.waitMs ?? 2000)
    if (first) return { state: 'done', commandId: id, outcome: first }
    if (onLate) void outcome.promise.then(onLate)
    setTimeout(() => this.#waiting.delete(id), LATE_MS).unref()
    return { state: 'accepted', commandId: id }
  }

  /** Stores; throws `Refused('UNAVAILABLE')` when NATS does not take it in time. It may be stored all the same. */
  async #store(message: Outgoing, tries: number): Promise<Stored> {
    try {
      return await publish(this.link, message, tries)
    } catch (error) {
      if (error instanceof StorageFull) throw error
      throw new Refused('UNAVAILABLE', 'The message store does not answer. Try again shortly.')
    }
  }

  /** The stream knows the id: the first one's answer counts, if the body is the same. */
  async #repeat(contract: CommandContract, id: string, digest: string, seq: number, waitMs: number): Promise<Sent> {
    const until = Date.now() + waitMs
    const first = await this.link.jsm.streams.getMessage(streamName(this.link, 'commands'), { seq }).catch(() => null)
    const firstDigest = first?.header.get(HEADER.digest)
    if (firstDigest && firstDigest !== digest) throw new Refused('IDEMPOTENCY_MISMATCH')
    for (;;) {
      const known = await askOutcome(this.link, contract.domain, id).catch((error: unknown) => {
        if (error instanceof Refused) return null
        throw error
      })
      if (known) return { state: 'done', commandId: id, outcome: known.outcome }
      if (Date.now() >= until) return { state: 'accepted', commandId: id }
      await new Promise((again) => setTimeout(again, 50))
    }
  }
}

const fromOf = ({ username, address }: Who): From | undefined =>
  username === undefined && address === undefined ? undefined : { name: username ?? null, address: address ?? null }

async function before<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
