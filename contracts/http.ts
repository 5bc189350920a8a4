import type { z } from 'zod'
import * as account from './account.ts'
import * as auth from './auth.ts'
import * as backup from './backup.ts'
import type { ActionContract, CommandContract, EventContract, QueryContract, StateContract } from './define.ts'
import type { ErrorCode } from './errors.ts'
import * as journal from './journal.ts'
import * as outside from './outside.ts'
import * as people from './people.ts'
import * as plex from './plex-sign-in.ts'
import type { Area } from './scopes.ts'
import * as services from './services.ts'
import * as settings from './settings.ts'
import * as status from './status.ts'
import * as webhooks from './webhooks.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
/** Who may call: anybody, anybody who is signed in, admins. */
export type Guard = 'public' | 'user' | 'admin'

interface Door {
  guard: Guard
  /** The part of the API that an API key must be let into; without it the address takes a session only. */
  area?: Area
  /** Usable before a one-time password is changed and a required second factor is set up. */
  unfinished?: boolean
  /** Asks a system outside the house's own state, so it counts as a change does. */
  outside?: boolean
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
const act = <
  const P extends string,
  C extends ActionContract,
  const D extends Door & { session?: 'start' | 'end' | 'renew' },
>(
  method: Method,
  path: P,
  contract: C,
  door: D,
): ActRoute<C, P> & Pick<D, keyof D & 'session'> => ({ does: 'act', method, path, contract, ...door })
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

const open: Door = { guard: 'public' }
/** The own account: never by API key, so that a key cannot make itself more than it is. */
const own: Door = { guard: 'user' }
const unfinished: Door = { guard: 'user', unfinished: true }
const forStatus: Door = { guard: 'admin', area: 'status' }
const forJournal: Door = { guard: 'admin', area: 'journal' }
const forPeople: Door = { guard: 'admin', area: 'people' }
const forSettings: Door = { guard: 'admin', area: 'settings' }
const forWebhooks: Door = { guard: 'admin', area: 'webhooks' }

/** Every address of ours that carries a contract. Path parameters and query parameters are fields of the contract. */
export const routes = {
  signIn: act('POST', '/api/auth/admin', auth.SignIn, { ...open, session: 'start' }),
  meetChallenge: act('POST', '/api/auth/two-factor', auth.MeetChallenge, { ...open, session: 'start' }),
  startPlex: act('POST', '/api/auth/plex', plex.StartPlexSignIn, open),
  pollPlex: act('GET', '/api/auth/plex/:id', plex.PollPlexSignIn, { ...open, session: 'start' }),
  changePassword: act('POST', '/api/auth/password', auth.ChangePassword, { ...unfinished, session: 'start' }),
  signOut: act('POST', '/api/auth/logout', auth.SignOut, { ...unfinished, session: 'end' }),
  session: ask('/api/auth/session', auth.GetSession, unfinished),
  showInvitation: ask('/api/auth/invitations/:code', people.ShowInvitation, open),
  acceptInvitation: act('POST', '/api/auth/invitations/:code', people.AcceptInvitation, { ...open, session: 'start' }),

  account: ask('/api/auth/account', account.GetAccount, unfinished),
  unlinkPlex: act('DELETE', '/api/auth/plex', plex.UnlinkPlex, own),
  listDevices: ask('/api/auth/devices', account.ListDevices, own),
  revokeDevice: act('DELETE', '/api/auth/devices/:id', account.RevokeDevice, own),
  revokeOtherDevices: act('DELETE', '/api/auth/devices', account.RevokeOtherDevices, own),
  setUpTwoFactor: act('POST', '/api/auth/two-factor/setup', account.SetUpTwoFactor, unfinished),
  confirmTwoFactor: act('POST', '/api/auth/two-factor/confirm', account.ConfirmTwoFactor, {
    ...unfinished,
    session: 'renew',
  }),
  renewRecoveryCodes: act('POST', '/api/auth/two-factor/recovery-codes', account.RenewRecoveryCodes, own),
  disableTwoFactor: act('POST', '/api/auth/two-factor/disable', account.DisableTwoFactor, { ...own, session: 'renew' }),
  dismissTwoFactor: act('POST', '/api/auth/two-factor/dismiss', account.DismissTwoFactor, own),
  listApiKeys: ask('/api/auth/keys', account.ListApiKeys, own),
  makeApiKey: act('POST', '/api/auth/keys', account.MakeApiKey, own),
  revokeApiKey: act('DELETE', '/api/auth/keys/:id', account.RevokeApiKey, own),

  board: watch('/api/dashboard/status', status.ServiceBoard, { guard: 'user', area: 'status', as: 'services' }),
  listMonitors: ask('/api/admin/monitors', status.ListMonitors, forStatus),
  addMonitor: send('POST', '/api/admin/monitors', status.AddMonitor, { ...forStatus, status: 201 }),
  tryMonitor: act('POST', '/api/admin/monitors/test', status.TryMonitor, forStatus),
  getMonitor: ask('/api/admin/monitors/:id', status.GetMonitor, forStatus),
  updateMonitor: send('PUT', '/api/admin/monitors/:id', status.UpdateMonitor, forStatus),
  removeMonitor: send('DELETE', '/api/admin/monitors/:id', status.RemoveMonitor, forStatus),

  overseerrHook: hook('/hooks/overseerr/:secret', webhooks.WebhookReceived, { source: 'overseerr', body: 'json' }),
  plexHook: hook('/hooks/plex/:secret', webhooks.WebhookReceived, { source: 'plex', body: 'multipart-payload' }),
  listWebhooks: ask('/api/admin/webhooks', webhooks.ListWebhooks, forWebhooks),
  rotateWebhook: act('POST', '/api/admin/webhooks/:source/rotate', webhooks.RotateWebhook, forWebhooks),
  installWebhook: act('POST', '/api/admin/webhooks/:source/install', webhooks.InstallWebhook, forWebhooks),

  listUsers: ask('/api/admin/users', people.ListUsers, forPeople),
  addUser: act('POST', '/api/admin/users', people.AddUser, forPeople),
  getUser: ask('/api/admin/users/:id', people.GetUser, forPeople),
  updateUser: act('PUT', '/api/admin/users/:id', people.UpdateUser, forPeople),
  removeUser: act('DELETE', '/api/admin/users/:id', people.RemoveUser, forPeople),
  resetUserPassword: act('POST', '/api/admin/users/:id/password', people.ResetUserPassword, forPeople),
  signUserOut: act('POST', '/api/admin/users/:id/sign-out', people.SignUserOut, forPeople),
  resetUserTwoFactor: act('POST', '/api/admin/users/:id/two-factor/reset', people.ResetUserTwoFactor, forPeople),
  listInvitations: ask('/api/admin/invitations', people.ListInvitations, forPeople),
  makeInvitation: act('POST', '/api/admin/invitations', people.MakeInvitation, forPeople),
  revokeInvitation: act('DELETE', '/api/admin/invitations/:id', people.RevokeInvitation, forPeople),

  listServices: ask('/api/admin/services', services.ListServices, forSettings),
  testService: act('POST', '/api/admin/services/test', services.TestService, forSettings),
  findServices: act('POST', '/api/admin/services/find', services.FindServices, forSettings),
  configureService: act('PUT', '/api/admin/services/:name', services.ConfigureService, forSettings),
  disconnectService: act('DELETE', '/api/admin/services/:name', services.DisconnectService, forSettings),
  listPlexServers: ask('/api/admin/plex/servers', plex.ListPlexServers, { guard: 'admin', outside: true }),
  connectPlexServer: act('POST', '/api/admin/plex/servers', plex.ConnectPlexServer, { guard: 'admin' }),
  config: ask('/api/admin/config', settings.GetConfig, forSettings),
  updateConfig: act('PUT', '/api/admin/config', settings.UpdateConfig, forSettings),
  describeConfig: ask('/api/admin/config/schema', settings.DescribeConfig, forSettings),
  configHistory: ask('/api/admin/config/history', settings.ListConfigChanges, forSettings),
  revertConfig: act('POST', '/api/admin/config/revert', settings.RevertConfig, forSettings),
  exportConfig: ask('/api/admin/config/export', settings.ExportConfig, forSettings),
  applyConfig: act('POST', '/api/admin/config/apply', settings.ApplyConfig, forSettings),

  readJournal: ask('/api/admin/journal', journal.ReadJournal, forJournal),
  getEntry: ask('/api/admin/journal/:id', journal.GetEntry, forJournal),
  readTree: ask('/api/admin/journal/:id/tree', journal.ReadTree, forJournal),
  redoEntry: send('POST', '/api/admin/journal/:id/redo', journal.RedoEntry, forJournal),
  listDeadLetters: ask('/api/admin/dead-letters', journal.ListDeadLetters, forJournal),
  audit: ask('/api/admin/audit', journal.ReadAudit, forJournal),

  outside: watch('/api/admin/outside', outside.OutsideBreaker, { ...forStatus, as: 'systems' }),

  listBackups: ask('/api/admin/backups', backup.ListBackups, forSettings),
  makeBackup: send('POST', '/api/admin/backups', backup.MakeBackup, { ...forSettings, status: 201 }),
} as const satisfies Record<string, Route>

export type Routes = typeof routes
export type RouteName = keyof Routes

/** An address without a contract. */
export interface PlainRoute {
  method: 'GET'
  path: string
  guard: Guard
  area?: Area
  summary: string
}

/** Addresses without a contract, for the authorisation matrix and the API description. */
export const plainRoutes: readonly PlainRoute[] = [
  {
    method: 'GET',
    path: '/api/live',
    guard: 'user',
    area: 'status',
    summary: 'Live feed (server-sent events); resumes by Last-Event-ID.',
  },
  {
    method: 'GET',
    path: '/ws/status',
    guard: 'user',
    area: 'status',
    summary: 'Changes of state over a WebSocket, for integrators.',
  },
  {
    method: 'GET',
    path: '/api/admin/audit.csv',
    guard: 'admin',
    area: 'journal',
    summary: 'The audit log as a table, with the filters of /api/admin/audit.',
  },
  { method: 'GET', path: '/api/health/live', guard: 'public', summary: 'The process answers.' },
  { method: 'GET', path: '/api/health/ready', guard: 'public', summary: 'Names what is not ready.' },
  { method: 'GET', path: '/api/openapi.json', guard: 'public', summary: 'This description, OpenAPI 3.1.' },
  { method: 'GET', path: '/api/docs', guard: 'public', summary: 'The description as a page.' },
]

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
/** What a route that starts a session answers: the contract's result, and instead of the grant who is signed in now. */
export interface Started {
  user?: auth.User
  passwordChangeRequired?: boolean
  twoFactorSetupRequired?: boolean
}
export type RouteAnswer<N extends RouteName> = Routes[N] extends { session: 'start'; contract: { result: infer R } }
  ? R extends z.ZodType
    ? Omit<z.output<R>, 'grant'> & Started
    : never
  : Routes[N] extends { does: 'watch'; as: infer A extends string }
    ? Record<A, z.output<Routes[N]['contract']['schema']>[]>
    : Routes[N]['contract'] extends { result: infer R extends z.ZodType }
      ? z.output<R>
      : never
