import type { Transaction } from 'kysely'
import type { Logger } from 'pino'
import type {
  ActionContract,
  AnsweredContract,
  CommandContract,
  DataOf,
  EventContract,
  QueryContract,
  RefusalOf,
  ResultOf,
  StoredContract,
} from '../contracts/define.ts'
import type { Domain } from './domain.ts'
import type { ActionContext, HandlerContext, QueryContext, Slot } from './handler-context.ts'

/** `500ms`, `10s`, `5m`, `2h`, `1d`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

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
  /** The actor's name and address, sealed; null where no person acted. */
  readonly sealedFrom: string | null
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
