import type { z } from 'zod'
import * as auth from './auth.ts'
import type { ActionContract, CommandContract, EventContract, QueryContract, StateContract } from './define.ts'
import type { ErrorCode } from './errors.ts'
import * as journal from './journal.ts'
import * as status from './status.ts'
import * as webhooks from './webhooks.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
/** Who may call: anybody, anybody who is signed in, admins. */
export type Guard = 'public' | 'user' | 'admin'

interface Door {
  guard: Guard
  /** Usable with a password that must be changed first. */
  beforePasswordChange?: boolean
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
/** Answered now, never stored. `session` says what the answer does to the cookie. */
export interface ActRoute<C extends ActionContract = ActionContract, P extends string = string> extends Base<
  Method,
  P
> {
  does: 'act'
  contract: C
  session?: 'start' | 'end'
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
  source: webhooks.WebhookSource
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
}

export type Route = AskRoute | ActRoute | SendRoute | HookRoute | WatchRoute

const ask = <const P extends string, C extends QueryContract>(path: P, contract: C, door: Door): AskRoute<C, P> => ({
  does: 'ask',
  method: 'GET',
  path,
  contract,
  ...door,
})
const act = <const P extends string, C extends ActionContract>(
  method: Method,
  path: P,
  contract: C,
  door: Door & { session?: 'start' | 'end' },
): ActRoute<C, P> => ({ does: 'act', method, path, contract, ...door })
const send = <const P extends string, C extends CommandContract>(
  method: Method,
  path: P,
  contract: C,
  door: Door & { status?: 200 | 201 },
): SendRoute<C, P> => ({ does: 'send', method, path, contract, status: 200, ...door })
const hook = <const P extends string, C extends EventContract>(
  path: P,
  contract: C,
  spec: { source: webhooks.WebhookSource; body: 'json' | 'multipart-payload' },
): HookRoute<C, P> => ({ does: 'hook', method: 'POST', path, contract, guard: 'public', ...spec })
const watch = <const P extends string, C extends StateContract, const A extends string>(
  path: P,
  contract: C,
  spec: Door & { as: A },
): WatchRoute<C, P, A> => ({ does: 'watch', method: 'GET', path, contract, ...spec })

const admin: Door = { guard: 'admin' }

/** Every address of ours that carries a contract. Path parameters and query parameters are fields of the contract. */
export const routes = {
  signIn: act('POST', '/api/auth/admin', auth.SignIn, { guard: 'public', session: 'start' }),
  changePassword: act('POST', '/api/auth/password', auth.ChangePassword, {
    guard: 'user',
    session: 'start',
    beforePasswordChange: true,
  }),
  signOut: act('POST', '/api/auth/logout', auth.SignOut, { guard: 'user', session: 'end', beforePasswordChange: true }),
  session: ask('/api/auth/session', auth.GetSession, { guard: 'user', beforePasswordChange: true }),

  board: watch('/api/dashboard/status', status.ServiceBoard, { guard: 'user', as: 'services' }),
  listMonitors: ask('/api/admin/monitors', status.ListMonitors, admin),
  addMonitor: send('POST', '/api/admin/monitors', status.AddMonitor, { ...admin, status: 201 }),
  tryMonitor: act('POST', '/api/admin/monitors/test', status.TryMonitor, admin),
  getMonitor: ask('/api/admin/monitors/:id', status.GetMonitor, admin),
  updateMonitor: send('PUT', '/api/admin/monitors/:id', status.UpdateMonitor, admin),
  removeMonitor: send('DELETE', '/api/admin/monitors/:id', status.RemoveMonitor, admin),

  overseerrHook: hook('/hooks/overseerr/:secret', webhooks.WebhookReceived, { source: 'overseerr', body: 'json' }),
  plexHook: hook('/hooks/plex/:secret', webhooks.WebhookReceived, { source: 'plex', body: 'multipart-payload' }),
  listWebhooks: ask('/api/admin/webhooks', webhooks.ListWebhooks, admin),
  rotateWebhook: act('POST', '/api/admin/webhooks/:source/rotate', webhooks.RotateWebhook, admin),

  readJournal: ask('/api/admin/journal', journal.ReadJournal, admin),
  getEntry: ask('/api/admin/journal/:id', journal.GetEntry, admin),
  readTree: ask('/api/admin/journal/:id/tree', journal.ReadTree, admin),
  redoEntry: send('POST', '/api/admin/journal/:id/redo', journal.RedoEntry, admin),
  listDeadLetters: ask('/api/admin/dead-letters', journal.ListDeadLetters, admin),
} as const satisfies Record<string, Route>

export type Routes = typeof routes
export type RouteName = keyof Routes

/** Addresses without a contract, for the authorisation matrix and the API description. */
export const plainRoutes = [
  {
    method: 'GET',
    path: '/api/live',
    guard: 'user',
    summary: 'Live feed (server-sent events); resumes by Last-Event-ID.',
  },
  { method: 'GET', path: '/ws/status', guard: 'user', summary: 'Changes of state over a WebSocket, for integrators.' },
  { method: 'GET', path: '/api/health/live', guard: 'public', summary: 'The process answers.' },
  { method: 'GET', path: '/api/health/ready', guard: 'public', summary: 'Names what is not ready.' },
  { method: 'GET', path: '/api/openapi.json', guard: 'public', summary: 'This description, OpenAPI 3.1.' },
  { method: 'GET', path: '/api/docs', guard: 'public', summary: 'The description as a page.' },
] as const

/** The envelope of every JSON answer. */
export interface Meta {
  timestamp: string
  version: string
  correlationId: string
}
export interface Success<T> {
  success: true
  data: T
  meta: Meta
}
export interface Failure {
  success: false
  error: { code: ErrorCode; message: string; details?: Record<string, unknown> }
  meta: Meta
}

/** What a 202 of a `send` carries in `data`. */
export interface Accepted {
  commandId: string
  status: 'accepted'
}

type ParamNames<P extends string> = P extends `${string}:${infer N}/${infer Rest}`
  ? N | ParamNames<`/${Rest}`>
  : P extends `${string}:${infer N}`
    ? N
    : never

/** What a client hands to a route: fields of the contract, less those that the edge fills in itself. */
export type RouteInput<N extends RouteName> = Omit<z.input<Routes[N]['contract']['schema']>, 'baseUrl'>
export type RouteParams<N extends RouteName> = ParamNames<Routes[N]['path']>
export type RouteAnswer<N extends RouteName> = Routes[N] extends { does: 'watch'; as: infer A extends string }
  ? Record<A, z.output<Routes[N]['contract']['schema']>[]>
  : Routes[N]['contract'] extends { result: infer R extends z.ZodType }
    ? z.output<R>
    : never
