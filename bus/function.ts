import type { Kysely, Transaction } from 'kysely'
import type { Logger } from 'pino'
import type {
  ActionContract,
  AnsweredContract,
  AnswerOf,
  CommandContract,
  DataOf,
  EventContract,
  InputOf,
  LiveContract,
  QueryContract,
  RefusalOf,
  ResultOf,
  StateContract,
  StoredContract,
} from '../contracts/define.ts'
import type { Domain } from './domain.ts'

/** `500ms`, `10s`, `5m`, `2h`, `1d`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

/** What travels beside the data of every message. */
export interface MessageMeta {
  readonly id: string
  readonly correlationId: string
  readonly causationId: string | null
  /** `user:<name>`, `hook:<source>`, `function:<name>`, `operator`, `system`. */
  readonly actor: string
  /** When the message was made. */
  readonly time: Date
  /** Place in its stream, growing; 0 for what is not stored. */
  readonly seq: number
  /** 1 at the first try, counted by us and not by the server. */
  readonly attempt: number
  /** The session that asked, for actions and queries that came through the edge; null otherwise. */
  readonly sessionId: string | null
}

/** A tick of a schedule. */
export interface Slot {
  /** Start of the slot. */
  readonly at: Date
}

export interface StateStore<C extends StateContract> {
  get(key: string): Promise<DataOf<C> | null>
  /** Stores a value. With `version`, an older or equal version that is already there stays and false comes back. */
  put(key: string, value: InputOf<C>, options?: { version?: number }): Promise<boolean>
  remove(key: string): Promise<void>
  keys(): Promise<string[]>
}

export interface EmitOptions {
  /** Published no earlier than this. */
  notBefore?: Date
  /** Fixes the id by what the message states, so that stating it again is the same message; default: by cause and place. */
  idFrom?: string
  /** Who did it, where that is known only now: the person who just signed in. Default: the actor of the message. */
  actor?: string
  /** Caused by this message instead of the one being handled. */
  causedBy?: { id: string; correlationId: string }
}

interface BaseContext<Tables, Calls extends AnsweredContract> {
  readonly meta: MessageMeta
  readonly log: Logger
  /** Aborts at the timeout and when the process drains. */
  readonly signal: AbortSignal
  now(): Date
  /** Read-only, in the domain's own schema. */
  readonly db: Kysely<Tables>
  /** Asks a declared query, or has a declared action done. Throws `Refused` with the refusal, UNAVAILABLE or TIMEOUT. */
  call<C extends Calls>(contract: C, input: InputOf<C>): Promise<AnswerOf<C>>
  state<C extends StateContract>(contract: C): StateStore<C>
  live<C extends LiveContract>(contract: C, data: InputOf<C>): void
  /** For secrets that a row must hold: AES-256-GCM under the portal's key. */
  seal(text: string): string
  /** Throws when the value was not sealed by this portal's key. */
  open(sealed: string): string
}

interface WritingHalf<Tables, Emits extends StoredContract> {
  /**
   * One short transaction: the claim on this message, your rows, and what you emit, in one commit. Once per run, last.
   * What it gives back is remembered as the answer to a command.
   */
  write<R>(work: (tx: Transaction<Tables>) => Promise<R>): Promise<R>
  /** Inside `write` only. Gives the id that the message will have. */
  emit<C extends Emits>(contract: C, data: InputOf<C>, options?: EmitOptions): string
}

/** For commands, events, schedules. */
export type HandlerContext<
  Tables,
  Emits extends StoredContract,
  Calls extends AnsweredContract,
  Refusal extends string,
> = BaseContext<Tables, Calls> &
  WritingHalf<Tables, Emits> & {
    /** An effect outside, remembered per message and name: a retry does not repeat it. Before `write`. */
    effect<R>(name: string, perform: () => Promise<R>): Promise<R>
    /**
     * Inside `write` only: hands a dead letter back to the function that gave up on it, under its own id, so that doing
     * it twice has one effect. Throws `Reject('NOT_REDOABLE')` when the data is no dead letter.
     */
    redrive(deadLetter: unknown): void
    /** Ends here with a refusal that the contract declares. */
    refuse(code: Refusal, message?: string, details?: Record<string, unknown>): never
  }

/** For actions: like a handler, but nothing outside is remembered, as the message is not stored. */
export type ActionContext<
  Tables,
  Emits extends StoredContract,
  Calls extends AnsweredContract,
  Refusal extends string,
> = BaseContext<Tables, Calls> &
  WritingHalf<Tables, Emits> & {
    refuse(code: Refusal, message?: string, details?: Record<string, unknown>): never
  }

/** For queries: reads only. */
export type QueryContext<Tables, Calls extends QueryContract, Refusal extends string> = BaseContext<Tables, Calls> & {
  refuse(code: Refusal, message?: string, details?: Record<string, unknown>): never
}

export interface RetryPolicy {
  /** Tries in all before the dead letters. Default 6. */
  attempts?: number
  /** Delay before the second try; doubles, with jitter. Default 1s. */
  first?: Duration
  /** Default 5m. */
  max?: Duration
}

interface Common<D extends Domain> {
  /** `<domain>.<file>`. */
  name: string
  summary: string
  domain: D
  /** Default 10s. */
  timeout?: Duration
}

interface Delivered {
  retry?: RetryPolicy
  /** `perProcess` default 8; `perKey: 'serial'` orders the writes of one key across processes. */
  concurrency?: { perProcess?: number; perKey?: 'serial' }
}

type Writes<E, Q> = { emits?: E; calls?: Q }
type TablesOf<D> = D extends Domain<infer T> ? T : never

/** Handles a stored command; the only function that does. */
export interface CommandFunction<
  D extends Domain,
  C extends CommandContract,
  E extends readonly StoredContract[],
  Q extends readonly AnsweredContract[],
>
  extends Common<D>, Delivered, Writes<E, Q> {
  on: C
  run(data: DataOf<C>, ctx: HandlerContext<TablesOf<D>, E[number], Q[number], RefusalOf<C>>): Promise<ResultOf<C>>
}

/** Handles every event of a contract, or only those with one key. */
export interface EventFunction<
  D extends Domain,
  C extends EventContract,
  E extends readonly StoredContract[],
  Q extends readonly AnsweredContract[],
>
  extends Common<D>, Delivered, Writes<E, Q> {
  on: C
  /** Only events with this key. */
  onlyKey?: string
  /** Where a new function begins: at what happens from now on (default) or at the beginning of the journal. */
  startAt?: 'new' | 'beginning'
  run(data: DataOf<C>, ctx: HandlerContext<TablesOf<D>, E[number], Q[number], never>): Promise<void>
}

/** Answers a query. */
export interface QueryFunction<
  D extends Domain,
  C extends QueryContract,
  Q extends readonly QueryContract[],
> extends Common<D> {
  answers: C
  calls?: Q
  run(data: DataOf<C>, ctx: QueryContext<TablesOf<D>, Q[number], RefusalOf<C>>): Promise<ResultOf<C>>
}

/** Answers an action. */
export interface ActionFunction<
  D extends Domain,
  C extends ActionContract,
  E extends readonly StoredContract[],
  Q extends readonly AnsweredContract[],
>
  extends Common<D>, Writes<E, Q> {
  acts: C
  run(data: DataOf<C>, ctx: ActionContext<TablesOf<D>, E[number], Q[number], RefusalOf<C>>): Promise<ResultOf<C>>
}

/** Runs once per slot across all processes. */
export interface ScheduleFunction<
  D extends Domain,
  E extends readonly StoredContract[],
  Q extends readonly AnsweredContract[],
>
  extends Common<D>, Delivered, Writes<E, Q> {
  every: Duration
  /** After a pause: run the last missed slot once (`last`), or wait for the next (`skip`, default). */
  catchUp?: 'skip' | 'last'
  run(slot: Slot, ctx: HandlerContext<TablesOf<D>, E[number], Q[number], never>): Promise<void>
}

/** Runs in every process that hosts the domain, after migrations and before anything is handled. Must be repeatable. */
export interface StartFunction<
  D extends Domain,
  E extends readonly StoredContract[],
  Q extends readonly AnsweredContract[],
>
  extends Common<D>, Writes<E, Q> {
  at: 'start'
  run(input: undefined, ctx: ActionContext<TablesOf<D>, E[number], Q[number], never>): Promise<void>
}

/** A stored message as a projection reads it; secret fields stay sealed. */
export interface Recorded {
  readonly seq: number
  readonly id: string
  readonly kind: 'event' | 'command' | 'dead-letter'
  readonly type: string
  readonly version: number
  readonly domain: string
  readonly key: string
  readonly time: Date
  readonly actor: string
  readonly correlationId: string
  readonly causationId: string | null
  readonly data: Record<string, unknown>
}

/** Reads the whole journal in batches; a batch may come again, so writing it twice must change nothing. */
export interface ProjectionFunction<D extends Domain> extends Common<D> {
  projects: 'journal'
  run(
    entries: readonly Recorded[],
    ctx: { write(work: (tx: Transaction<TablesOf<D>>) => Promise<void>): Promise<void>; log: Logger },
  ): Promise<void>
}

/** The default export of one file: one trigger and one `run`. */
export type AnyFunction =
  | CommandFunction<Domain, CommandContract, readonly StoredContract[], readonly AnsweredContract[]>
  | EventFunction<Domain, EventContract, readonly StoredContract[], readonly AnsweredContract[]>
  | QueryFunction<Domain, QueryContract, readonly QueryContract[]>
  | ActionFunction<Domain, ActionContract, readonly StoredContract[], readonly AnsweredContract[]>
  | ScheduleFunction<Domain, readonly StoredContract[], readonly AnsweredContract[]>
  | StartFunction<Domain, readonly StoredContract[], readonly AnsweredContract[]>
  | ProjectionFunction<Domain>

type None = readonly []

/** Declares a function. What it may emit, ask, refuse and touch is checked by the compiler. */
export function defineFunction<
  D extends Domain,
  C extends CommandContract,
  const E extends readonly StoredContract[] = None,
  const Q extends readonly AnsweredContract[] = None,
>(spec: CommandFunction<D, C, E, Q>): AnyFunction
export function defineFunction<
  D extends Domain,
  C extends EventContract,
  const E extends readonly StoredContract[] = None,
  const Q extends readonly AnsweredContract[] = None,
>(spec: EventFunction<D, C, E, Q>): AnyFunction
export function defineFunction<
  D extends Domain,
  C extends QueryContract,
  const Q extends readonly QueryContract[] = None,
>(spec: QueryFunction<D, C, Q>): AnyFunction
export function defineFunction<
  D extends Domain,
  C extends ActionContract,
  const E extends readonly StoredContract[] = None,
  const Q extends readonly AnsweredContract[] = None,
>(spec: ActionFunction<D, C, E, Q>): AnyFunction
export function defineFunction<
  D extends Domain,
  const E extends readonly StoredContract[] = None,
  const Q extends readonly AnsweredContract[] = None,
>(spec: ScheduleFunction<D, E, Q>): AnyFunction
export function defineFunction<
  D extends Domain,
  const E extends readonly StoredContract[] = None,
  const Q extends readonly AnsweredContract[] = None,
>(spec: StartFunction<D, E, Q>): AnyFunction
export function defineFunction<D extends Domain>(spec: ProjectionFunction<D>): AnyFunction
export function defineFunction(spec: object): AnyFunction {
  const fn = spec as AnyFunction
  if (!fn.name.startsWith(`${fn.domain.name}.`)) throw new Error(`${fn.name} is not in the domain ${fn.domain.name}`)
  return fn
}
