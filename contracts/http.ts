import type { z } from 'zod'
import * as account from './account.ts'
import * as auth from './auth.ts'
import * as backup from './backup.ts'
import * as journal from './journal.ts'
import * as outside from './outside.ts'
import * as people from './people.ts'
import * as plex from './plex-sign-in.ts'
import * as services from './services.ts'
import * as settings from './settings.ts'
import * as status from './status.ts'
import * as webhooks from './webhooks.ts'
import { act, ask, type Door, hook, type PlainRoute, type Route, send, watch } from './route.ts'

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

type ParamNames<P extends string> = P extends `${string}:${infer N}/${infer Rest}`
  ? N | ParamNames<`/${Rest}`>
  : P extends `${string}:${infer N}`
    ? N
    : never

/** What a client hands to a route: fields of the contract, less those that the edge fills in itself. */
export type RouteInput<N extends RouteName> = Omit<z.input<Routes[N]['contract']['schema']>, 'baseUrl'>
export type RouteParams<N extends RouteName> = ParamNames<Routes[N]['path']>
/** For a route that starts a session: the contract's result, and instead of the grant who is signed in now. */
export type RouteAnswer<N extends RouteName> = Routes[N] extends { session: 'start'; contract: { result: infer R } }
  ? R extends z.ZodType
    ? Omit<z.output<R>, 'grant'> & auth.Started
    : never
  : Routes[N] extends { does: 'watch'; as: infer A extends string }
    ? Record<A, z.output<Routes[N]['contract']['schema']>[]>
    : Routes[N]['contract'] extends { result: infer R extends z.ZodType }
      ? z.output<R>
      : never
