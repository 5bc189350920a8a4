import type { ActionContract, CommandContract, EventContract, QueryContract, StateContract } from './define.ts'
import type { Area } from './scopes.ts'
import type { WebhookSource } from './webhooks.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
/** Who may call: anybody, anybody who is signed in, admins. */
export type Guard = 'public' | 'user' | 'admin'

export interface Door {
  guard: Guard
  /** The part of the API that an API key must be let into; without it the address takes a session only. */
  area?: Area
  /** Usable before a one-time password is changed and a required second factor is set up. */
  unfinished?: boolean
  /** Asks a system outside the house's own state, so it counts as a change does. */
  outside?: boolean
  /** Fields may stand in the query too where the method is not GET, as `curl -X POST` of a cron job sends them. */
  queryToo?: boolean
  /** The same for everybody, so nobody is asked who they are: caches on the way may keep it for so many seconds. */
  sharedSeconds?: number
}

interface Base<M extends Method, P extends string> extends Door {
  method: M
  path: P
}

/** A question: 200 or the mapped refusal. */
export interface AskRoute<C extends QueryContract = QueryContract, P extends string = string> extends Base<'GET', P> {
  does: 'ask'
  contract: C
}
/**
 * Answered now, never stored. `session` says what the answer does to the cookies: with `start` the contract's `grant`
 * becomes a cookie and never leaves the edge; with `renew` what is believed of the session is asked anew.
 */
export interface ActRoute<C extends ActionContract = ActionContract, P extends string = string> extends Base<
  Method,
  P
> {
  does: 'act'
  contract: C
  session?: 'start' | 'end' | 'renew'
  /** Of a good answer; default 200. */
  status?: 201
}
/** A stored command: 200/201 with the result, 4xx with the refusal, 202 with the command id when the owner is away. */
export interface SendRoute<C extends CommandContract = CommandContract, P extends string = string> extends Base<
  Method,
  P
> {
  does: 'send'
  contract: C
  status: 200 | 201
}
/** A raw body, stored as an event before anything reads it: 202. */
export interface HookRoute<C extends EventContract = EventContract, P extends string = string> extends Base<'POST', P> {
  does: 'hook'
  contract: C
  source: WebhookSource
  body: 'json' | 'multipart-payload'
}
/** Served from watched state without asking anyone. */
export interface WatchRoute<
  C extends StateContract = StateContract,
  P extends string = string,
  A extends string = string,
> extends Base<'GET', P> {
  does: 'watch'
  contract: C
  /** The list's name in `data`. */
  as: A
  /** Asked instead where the query has `at`: how it was then, under the same name. */
  past?: QueryContract
}

export type Route = AskRoute | ActRoute | SendRoute | HookRoute | WatchRoute

export const ask = <const P extends string, C extends QueryContract>(
  path: P,
  contract: C,
  door: Door,
): AskRoute<C, P> => ({
  does: 'ask',
  method: 'GET',
  path,
  contract,
  ...door,
})
export const act = <
  const P extends string,
  C extends ActionContract,
  const D extends Door & { session?: 'start' | 'end' | 'renew'; status?: 201 },
>(
  method: Method,
  path: P,
  contract: C,
  door: D,
): ActRoute<C, P> & Pick<D, keyof D & 'session'> => ({ does: 'act', method, path, contract, ...door })
export const send = <const P extends string, C extends CommandContract>(
  method: Method,
  path: P,
  contract: C,
  door: Door & { status?: 200 | 201 },
): SendRoute<C, P> => ({ does: 'send', method, path, contract, status: 200, ...door })
export const hook = <const P extends string, C extends EventContract>(
  path: P,
  contract: C,
  spec: { source: WebhookSource; body: 'json' | 'multipart-payload' },
): HookRoute<C, P> => ({ does: 'hook', method: 'POST', path, contract, guard: 'public', ...spec })
export const watch = <
  const P extends string,
  C extends StateContract,
  const A extends string,
  const D extends Door & { past?: QueryContract },
>(
  path: P,
  contract: C,
  spec: D & { as: A },
): WatchRoute<C, P, A> & Pick<D, keyof D & 'past'> => ({ does: 'watch', method: 'GET', path, contract, ...spec })

/** An address without a contract. */
export interface PlainRoute {
  method: 'GET'
  path: string
  guard: Guard
  area?: Area
  sharedSeconds?: number
  summary: string
}
