import type { Kysely, Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { Role } from '../contracts/auth.ts'
import type {
  AnsweredContract,
  AnswerOf,
  DataOf,
  InputOf,
  LiveContract,
  QueryContract,
  StateContract,
  StoredContract,
} from '../contracts/define.ts'
import type { Provided } from './provided.ts'

/** What travels beside the data of every message. */
export interface MessageMeta {
  readonly id: string
  readonly correlationId: string
  readonly causationId: string | null
  /** `user:<id>`, `hook:<source>`, `function:<name>`, `operator`, `visitor` (not signed in), `system`. */
  readonly actor: string
  /** The person of the actor; null for everybody else. */
  readonly userId: string | null
  /** The name of that person, as it was when they acted. */
  readonly username: string | null
  /** Rights of whoever asked through the edge; null where nobody did. The operator is an admin. */
  readonly role: Role | null
  /** When the message was made. */
  readonly time: Date
  /** Place in its stream, growing; 0 for what is not stored. */
  readonly seq: number
  /** 1 at the first try, counted by us and not by the server. */
  readonly attempt: number
  /** The session that asked, for actions and queries that came through the edge; null otherwise. */
  readonly sessionId: string | null
  /** Network address of whoever asked through the edge; null where nobody did. */
  readonly address: string | null
  /** What the browser calls itself and its own cookie's SHA-256, for actions and queries through the edge; else null. */
  readonly agent: string | null
  readonly browser: string | null
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
  /** Aborts as soon as the process begins to stop: what only waits for something ends here. */
  readonly stopping: AbortSignal
  now(): Date
  /** Read-only, in the domain's own schema. */
  readonly db: Kysely<Tables>
  /** Asks a declared query, or has a declared action done. Throws `Refused` with the refusal, UNAVAILABLE or TIMEOUT. */
  call<C extends Calls>(contract: C, input: InputOf<C>): Promise<AnswerOf<C>>
  state<C extends StateContract>(contract: C): StateStore<C>
  live<C extends LiveContract>(contract: C, data: InputOf<C>): void
  /** What this machine has for functions, such as the folder of the backups. Throws when nobody handed it in. */
  provided<T>(place: Provided<T>): T
  /** For secrets that a row must hold: AES-256-GCM under the portal's key. */
  seal(text: string): string
  /** Throws when the value was not sealed by this portal's key. */
  open(sealed: string): string
  /** For the journal's own pages: what it says about people. */
  readonly people: {
    /** Personal fields opened, `{erased: true}` where the person is gone. */
    show(data: Record<string, unknown>): Promise<Record<string, unknown>>
    /** Name and address out of a recorded `sealedFrom`. */
    from(sealedFrom: string | null): Promise<{ name: string | null; address: string | null }>
  }
}

interface WritingHalf<Tables, Emits extends StoredContract> {
  /**
   * One short transaction: the claim on this message, your rows, and what you emit, in one commit. Once per run, last;
   * an action, which is not stored and never repeated, may write more than once.
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
    /** Destroys the keys under which the journal speaks of a person: by their id, and by names of other programs. */
    erasePerson(userId: string, names: readonly string[]): Promise<void>
    /**
     * Deletes raw webhooks, and dead letters about them, from their streams; `matches` is asked with each opened body.
     * Gives the ids of what is gone.
     */
    expungeWebhooks(matches: (body: string) => boolean): Promise<string[]>
    refuse(code: Refusal, message?: string, details?: Record<string, unknown>): never
  }

/** For queries: reads only. */
export type QueryContext<Tables, Calls extends QueryContract, Refusal extends string> = BaseContext<Tables, Calls> & {
  refuse(code: Refusal, message?: string, details?: Record<string, unknown>): never
}
