import type pg from 'pg'
import type { Logger } from 'pino'
import type { Alone } from './alone.ts'
import { Claims } from './claims.ts'
import type { AnyFunction } from './function.ts'
import type { NatsLink } from './nats/connect.ts'
import type { Outbox } from './outbox.ts'
import type { PersonKeys } from './persons.ts'
import { enterDomain } from './pg/schema.ts'
import type { Provision } from './provided.ts'
import type { Sealer } from './seal.ts'

/** What every function of one process shares. */
export interface Host {
  readonly link: NatsLink
  readonly pool: pg.Pool
  /** Whether each domain has a database role of its own. */
  readonly roles: boolean
  readonly sealer: Sealer
  readonly persons: PersonKeys
  readonly outbox: Outbox
  readonly provisions: readonly Provision[]
  readonly log: Logger
  /** For what may have killed a process before. */
  readonly alone: Alone
  /** Aborts when the process begins to stop. */
  readonly stopping: AbortSignal
  /** Aborts when the process drains. */
  readonly draining: AbortSignal
}

/** What a function's machinery needs of its own. */
export interface Hosted<F extends AnyFunction = AnyFunction> {
  readonly host: Host
  readonly fn: F
  readonly claims: Claims
  readonly log: Logger
  /** Statement that enters the function's schema inside a transaction. */
  readonly enter: string
}

export const hosted = <F extends AnyFunction>(host: Host, fn: F): Hosted<F> => ({
  host,
  fn,
  claims: new Claims(host.pool, fn.domain.name, host.sealer),
  log: host.log.child({ function: fn.name }),
  enter: enterDomain(fn.domain.name, host.roles),
})

/** Durable name of a function's consumer, shared by all processes. */
export const durableOf = (fn: AnyFunction): string => fn.name.replace('.', '_')

/** The subject that brings one message back to one function, below the stream's redrive prefix. */
export const redriveSubject = (stream: string, fn: string): string => `rdv.${stream}.${fn}`
