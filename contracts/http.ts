import type { z } from 'zod'
import * as account from './account.ts'
import * as alerts from './alerts.ts'
import * as auth from './auth.ts'
import * as backup from './backup.ts'
import * as channels from './channels.ts'
import * as history from './history.ts'
import * as incidents from './incidents.ts'
import * as journal from './journal.ts'
import * as maintenance from './maintenance.ts'
import * as mediaIssues from './media-issues.ts'
import * as mediaRequests from './media-requests.ts'
import * as media from './media.ts'
import * as notices from './notices.ts'
import * as outside from './outside.ts'
import * as people from './people.ts'
import * as library from './plex-library.ts'
import * as plex from './plex-sign-in.ts'
import * as requestRules from './request-rules.ts'
import * as services from './services.ts'
import * as settings from './settings.ts'
import * as status from './status.ts'
import * as statusPage from './status-page.ts'
import * as webhooks from './webhooks.ts'
import { act, ask, type Door, hook, type PlainRoute, type Route, send, watch } from './route.ts'

const open: Door = { guard: 'public' }
/** The own account: never by API key, so that a key cannot make itself more than it is. */
const own: Door = { guard: 'user' }
const unfinished: Door = { guard: 'user', unfinished: true }
const forStatus: Door = { guard: 'admin', area: 'status' }
const seeStatus: Door = { guard: 'user', area: 'status' }
const forAlerts: Door = { guard: 'admin', area: 'alerts' }
const seeMedia: Door = { guard: 'user', area: 'media' }
const forMedia: Door = { guard: 'admin', area: 'media' }
const seeLibrary: Door = { guard: 'user', area: 'library' }
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

  board: watch('/api/dashboard/status', status.ServiceBoard, {
    ...seeStatus,
    as: 'services',
    past: history.GetBoardAt,
  }),
  boardStory: ask('/api/dashboard/story', history.GetBoardStory, seeStatus),
  listTransitions: ask('/api/status', history.ListTransitions, seeStatus),
  getService: ask('/api/status/:service', history.GetService, seeStatus),
  serviceHistory: ask('/api/status/:service/history', history.GetHistory, seeStatus),
  explainService: ask('/api/status/:service/explain', history.ExplainService, seeStatus),
  push: act('GET', '/api/push/:token', status.Push, open),
  pushByPost: act('POST', '/api/push/:token', status.Push, { ...open, queryToo: true }),
  publicStatus: ask('/api/public/status', statusPage.GetPublicStatus, { ...open, sharedSeconds: 15 }),
  listMonitors: ask('/api/admin/monitors', status.ListMonitors, forStatus),
  addMonitor: send('POST', '/api/admin/monitors', status.AddMonitor, { ...forStatus, status: 201 }),
  tryMonitor: act('POST', '/api/admin/monitors/test', status.TryMonitor, forStatus),
  getMonitor: ask('/api/admin/monitors/:id', status.GetMonitor, forStatus),
  updateMonitor: send('PUT', '/api/admin/monitors/:id', status.UpdateMonitor, forStatus),
  removeMonitor: send('DELETE', '/api/admin/monitors/:id', status.RemoveMonitor, forStatus),
  listMaintenance: ask('/api/admin/maintenance', maintenance.ListMaintenance, forStatus),
  planMaintenance: send('POST', '/api/admin/maintenance', maintenance.PlanMaintenance, { ...forStatus, status: 201 }),
  changeMaintenance: send('PUT', '/api/admin/maintenance/:id', maintenance.ChangeMaintenance, forStatus),
  cancelMaintenance: send('DELETE', '/api/admin/maintenance/:id', maintenance.CancelMaintenance, forStatus),
  statusPage: ask('/api/admin/status-page', statusPage.GetStatusPage, forStatus),
  setStatusPage: send('PUT', '/api/admin/status-page', statusPage.SetStatusPage, forStatus),

  listAlerts: ask('/api/alerts', alerts.ListAlerts, { guard: 'user', area: 'alerts' }),
  acknowledgeAlert: send('POST', '/api/alerts/:id/acknowledge', alerts.AcknowledgeAlert, forAlerts),
  snoozeAlert: send('POST', '/api/alerts/:id/snooze', alerts.SnoozeAlert, forAlerts),
  resolveAlert: send('POST', '/api/alerts/:id/resolve', alerts.ResolveAlert, forAlerts),
  listRules: ask('/api/admin/alerts/rules', alerts.ListRules, forAlerts),
  addRule: send('POST', '/api/admin/alerts/rules', alerts.AddRule, { ...forAlerts, status: 201 }),
  tryRule: act('POST', '/api/admin/alerts/rules/try', alerts.TryRule, forAlerts),
  updateRule: send('PUT', '/api/admin/alerts/rules/:id', alerts.UpdateRule, forAlerts),
  removeRule: send('DELETE', '/api/admin/alerts/rules/:id', alerts.RemoveRule, forAlerts),
  listChannels: ask('/api/admin/alerts/channels', channels.ListChannels, forAlerts),
  describeChannels: ask('/api/admin/alerts/channels/kinds', channels.DescribeChannels, forAlerts),
  addChannel: act('POST', '/api/admin/alerts/channels', channels.AddChannel, { ...forAlerts, status: 201 }),
  updateChannel: act('PUT', '/api/admin/alerts/channels/:id', channels.UpdateChannel, forAlerts),
  removeChannel: act('DELETE', '/api/admin/alerts/channels/:id', channels.RemoveChannel, forAlerts),
  testChannel: act('POST', '/api/admin/alerts/channels/:id/test', channels.TestChannel, forAlerts),
  listDeliveries: ask('/api/admin/alerts/deliveries', channels.ListDeliveries, forAlerts),
  retryDelivery: act('POST', '/api/admin/alerts/deliveries/:id/retry', channels.RetryDelivery, forAlerts),
  listIncidents: ask('/api/admin/incidents', incidents.ListIncidents, forAlerts),
  openIncident: send('POST', '/api/admin/incidents', incidents.OpenIncident, { ...forAlerts, status: 201 }),
  getIncident: ask('/api/admin/incidents/:id', incidents.GetIncident, forAlerts),
  changeIncident: send('PUT', '/api/admin/incidents/:id', incidents.ChangeIncident, forAlerts),
  noteIncident: send('POST', '/api/admin/incidents/:id/notes', incidents.NoteIncident, { ...forAlerts, status: 201 }),

  listNotices: ask('/api/notices', notices.ListNotices, own),
  readNotices: act('POST', '/api/notices/read', notices.ReadNotices, own),
  noticePreferences: ask('/api/notices/preferences', notices.GetNoticePreferences, own),
  setNoticePreferences: act('PUT', '/api/notices/preferences', notices.SetNoticePreferences, own),
  pushKey: ask('/api/notices/push', notices.GetPushKey, own),
  addPushBrowser: act('POST', '/api/notices/push', notices.AddPushBrowser, own),
  removePushBrowser: act('DELETE', '/api/notices/push', notices.RemovePushBrowser, own),

  searchMedia: act('GET', '/api/media/search', media.SearchMedia, seeMedia),
  getMovie: act('GET', '/api/media/movie/:id', media.GetMovie, seeMedia),
  getSeries: act('GET', '/api/media/tv/:id', media.GetSeries, seeMedia),
  getAlbum: act('GET', '/api/media/album/:id', media.GetAlbum, seeMedia),
  submitRequest: send('POST', '/api/media/request', mediaRequests.SubmitRequest, { ...seeMedia, status: 201 }),
  listRequests: ask('/api/media/requests', mediaRequests.ListRequests, seeMedia),
  getRequest: ask('/api/media/requests/:id', mediaRequests.GetRequest, seeMedia),
  withdrawRequest: send('DELETE', '/api/media/requests/:id', mediaRequests.WithdrawRequest, seeMedia),
  editRequest: send('PUT', '/api/media/requests/:id', mediaRequests.EditRequest, seeMedia),
  approveRequest: send('POST', '/api/media/requests/:id/approve', mediaRequests.ApproveRequest, forMedia),
  declineRequest: send('POST', '/api/media/requests/:id/decline', mediaRequests.DeclineRequest, forMedia),
  retryRequest: send('POST', '/api/media/requests/:id/retry', mediaRequests.RetryRequest, forMedia),
  ownQuota: ask('/api/media/quota', mediaRequests.GetOwnQuota, seeMedia),
  listIssues: ask('/api/media/issues', mediaIssues.ListIssues, seeMedia),
  openIssue: send('POST', '/api/media/issues', mediaIssues.OpenIssue, { ...seeMedia, status: 201 }),
  getIssue: ask('/api/media/issues/:id', mediaIssues.GetIssue, seeMedia),
  commentIssue: send('POST', '/api/media/issues/:id/comments', mediaIssues.CommentIssue, { ...seeMedia, status: 201 }),
  resolveIssue: send('POST', '/api/media/issues/:id/resolve', mediaIssues.ResolveIssue, seeMedia),
  reopenIssue: send('POST', '/api/media/issues/:id/reopen', mediaIssues.ReopenIssue, seeMedia),
  listApprovalRules: ask('/api/admin/requests/rules', requestRules.ListApprovalRules, forMedia),
  addApprovalRule: send('POST', '/api/admin/requests/rules', requestRules.AddApprovalRule, {
    ...forMedia,
    status: 201,
  }),
  tryApprovalRule: act('POST', '/api/admin/requests/rules/try', requestRules.TryApprovalRule, forMedia),
  updateApprovalRule: send('PUT', '/api/admin/requests/rules/:id', requestRules.UpdateApprovalRule, forMedia),
  removeApprovalRule: send('DELETE', '/api/admin/requests/rules/:id', requestRules.RemoveApprovalRule, forMedia),
  requestStatistics: ask('/api/admin/requests/statistics', requestRules.GetRequestStatistics, forMedia),

  listLibraries: act('GET', '/api/plex/libraries', library.ListLibraries, seeLibrary),
  listItems: act('GET', '/api/plex/library/:id/items', library.ListItems, seeLibrary),
  libraryFilters: act('GET', '/api/plex/library/:id/filters', library.GetLibraryFilters, seeLibrary),
  listCollections: act('GET', '/api/plex/collections', library.ListCollections, seeLibrary),
  getCollection: act('GET', '/api/plex/collections/:id', library.GetCollection, seeLibrary),
  getItem: act('GET', '/api/plex/items/:id', library.GetItem, seeLibrary),
  onDeck: act('GET', '/api/plex/on-deck', library.ListOnDeck, seeLibrary),
  recentlyAdded: act('GET', '/api/plex/recently-added', library.ListRecentlyAdded, seeLibrary),
  nowPlaying: act('GET', '/api/plex/now-playing', library.ListNowPlaying, { guard: 'admin', area: 'library' }),

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
  {
    method: 'GET',
    path: '/api/admin/incidents/:id/post-mortem.md',
    guard: 'admin',
    area: 'alerts',
    summary: 'An incident as a post-mortem in Markdown.',
  },
  {
    method: 'GET',
    path: '/api/public/feed.xml',
    guard: 'public',
    sharedSeconds: 60,
    summary: 'Published incidents and planned maintenance of the public page as an RSS feed.',
  },
  {
    method: 'GET',
    path: '/api/public/badges/:name/:badge',
    guard: 'public',
    sharedSeconds: 60,
    summary: 'Badge of a service of the public page: status.svg or uptime.svg.',
  },
  {
    method: 'GET',
    path: '/api/media/images/:id',
    guard: 'user',
    area: 'media',
    summary:
      'A poster or backdrop by its opaque id, in one of the widths 92, 185, 342, 500, 780, 1280 (`size`); with an ETag.',
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
export type RouteInput<N extends RouteName> = Routes[N] extends {
  past: { schema: infer S extends z.ZodType }
}
  ? Partial<z.input<S>>
  : Omit<z.input<Routes[N]['contract']['schema']>, 'baseUrl'>
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
