import type { Kysely, Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { AnswerOf, InputOf, LiveContract } from '../../contracts/define.ts'
import type { ItemAdded } from '../../contracts/library.ts'
import type { LibraryRemoved, LibrarySynced } from '../../contracts/plex-library.ts'
import type { GetConnection } from '../../contracts/services.ts'
import type { EmitOptions, MessageMeta } from '../../bus/index.ts'
import type { LibraryTables } from './domain.ts'

export type Tx = Transaction<LibraryTables>

/** What every part of the library needs of a function's context. */
export interface LibraryContext {
  readonly meta: MessageMeta
  readonly log: Logger
  readonly signal: AbortSignal
  readonly stopping: AbortSignal
  readonly db: Kysely<LibraryTables>
  now(): Date
  open(sealed: string): string
  call(contract: typeof GetConnection, input: InputOf<typeof GetConnection>): Promise<AnswerOf<typeof GetConnection>>
}

/** Of an action, which may write as often as it has something. */
export interface WritingContext extends LibraryContext {
  write<R>(work: (tx: Tx) => Promise<R>): Promise<R>
}

type SyncEvent = typeof ItemAdded | typeof LibrarySynced | typeof LibraryRemoved

/** Of what reads Plex and tells what is new. */
export interface SyncContext extends WritingContext {
  emit<C extends SyncEvent>(contract: C, data: InputOf<C>, options?: EmitOptions): string
  live<C extends LiveContract>(contract: C, data: InputOf<C>): void
}
