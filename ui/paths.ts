import type { Routes } from '../contracts/http.ts'
import type { Method } from '../contracts/route.ts'

/**
 * Method and path of every route that the page calls. The paths are checked against the route table by type and the
 * methods by a unit test, so that the browser does not have to load the schemas.
 */
export const paths = {
  signIn: ['POST', '/api/auth/admin'],
  meetChallenge: ['POST', '/api/auth/two-factor'],
  startPlex: ['POST', '/api/auth/plex'],
  pollPlex: ['GET', '/api/auth/plex/:id'],
  changePassword: ['POST', '/api/auth/password'],
  signOut: ['POST', '/api/auth/logout'],
  session: ['GET', '/api/auth/session'],
  showInvitation: ['GET', '/api/auth/invitations/:code'],
  acceptInvitation: ['POST', '/api/auth/invitations/:code'],
  account: ['GET', '/api/auth/account'],
  unlinkPlex: ['DELETE', '/api/auth/plex'],
  listDevices: ['GET', '/api/auth/devices'],
  revokeDevice: ['DELETE', '/api/auth/devices/:id'],
  revokeOtherDevices: ['DELETE', '/api/auth/devices'],
  setUpTwoFactor: ['POST', '/api/auth/two-factor/setup'],
  confirmTwoFactor: ['POST', '/api/auth/two-factor/confirm'],
  renewRecoveryCodes: ['POST', '/api/auth/two-factor/recovery-codes'],
  disableTwoFactor: ['POST', '/api/auth/two-factor/disable'],
  dismissTwoFactor: ['POST', '/api/auth/two-factor/dismiss'],
  listApiKeys: ['GET', '/api/auth/keys'],
  makeApiKey: ['POST', '/api/auth/keys'],
  revokeApiKey: ['DELETE', '/api/auth/keys/:id'],
  searchMedia: ['GET', '/api/media/search'],
  getMovie: ['GET', '/api/media/movie/:id'],
  getSeries: ['GET', '/api/media/tv/:id'],
  getAlbum: ['GET', '/api/media/album/:id'],
  submitRequest: ['POST', '/api/media/request'],
  listRequests: ['GET', '/api/media/requests'],
  getRequest: ['GET', '/api/media/requests/:id'],
  withdrawRequest: ['DELETE', '/api/media/requests/:id'],
  editRequest: ['PUT', '/api/media/requests/:id'],
  approveRequest: ['POST', '/api/media/requests/:id/approve'],
  declineRequest: ['POST', '/api/media/requests/:id/decline'],
  retryRequest: ['POST', '/api/media/requests/:id/retry'],
  ownQuota: ['GET', '/api/media/quota'],
  listIssues: ['GET', '/api/media/issues'],
  openIssue: ['POST', '/api/media/issues'],
  getIssue: ['GET', '/api/media/issues/:id'],
  commentIssue: ['POST', '/api/media/issues/:id/comments'],
  resolveIssue: ['POST', '/api/media/issues/:id/resolve'],
  reopenIssue: ['POST', '/api/media/issues/:id/reopen'],
  listApprovalRules: ['GET', '/api/admin/requests/rules'],
  addApprovalRule: ['POST', '/api/admin/requests/rules'],
  tryApprovalRule: ['POST', '/api/admin/requests/rules/try'],
  updateApprovalRule: ['PUT', '/api/admin/requests/rules/:id'],
  removeApprovalRule: ['DELETE', '/api/admin/requests/rules/:id'],
  requestStatistics: ['GET', '/api/admin/requests/statistics'],
  listLibraries: ['GET', '/api/plex/libraries'],
  listItems: ['GET', '/api/plex/library/:id/items'],
  libraryFilters: ['GET', '/api/plex/library/:id/filters'],
  listCollections: ['GET', '/api/plex/collections'],
  getCollection: ['GET', '/api/plex/collections/:id'],
  getItem: ['GET', '/api/plex/items/:id'],
  onDeck: ['GET', '/api/plex/on-deck'],
  recentlyAdded: ['GET', '/api/plex/recently-added'],
  nowPlaying: ['GET', '/api/plex/now-playing'],
  listUsers: ['GET', '/api/admin/users'],
  addUser: ['POST', '/api/admin/users'],
  getUser: ['GET', '/api/admin/users/:id'],
  updateUser: ['PUT', '/api/admin/users/:id'],
  removeUser: ['DELETE', '/api/admin/users/:id'],
  resetUserPassword: ['POST', '/api/admin/users/:id/password'],
  signUserOut: ['POST', '/api/admin/users/:id/sign-out'],
  resetUserTwoFactor: ['POST', '/api/admin/users/:id/two-factor/reset'],
  listInvitations: ['GET', '/api/admin/invitations'],
  makeInvitation: ['POST', '/api/admin/invitations'],
  revokeInvitation: ['DELETE', '/api/admin/invitations/:id'],
  board: ['GET', '/api/dashboard/status'],
  boardStory: ['GET', '/api/dashboard/story'],
  listTransitions: ['GET', '/api/status'],
  getService: ['GET', '/api/status/:service'],
  serviceHistory: ['GET', '/api/status/:service/history'],
  explainService: ['GET', '/api/status/:service/explain'],
  publicStatus: ['GET', '/api/public/status'],
  listMonitors: ['GET', '/api/admin/monitors'],
  addMonitor: ['POST', '/api/admin/monitors'],
  tryMonitor: ['POST', '/api/admin/monitors/test'],
  updateMonitor: ['PUT', '/api/admin/monitors/:id'],
  removeMonitor: ['DELETE', '/api/admin/monitors/:id'],
  listMaintenance: ['GET', '/api/admin/maintenance'],
  planMaintenance: ['POST', '/api/admin/maintenance'],
  changeMaintenance: ['PUT', '/api/admin/maintenance/:id'],
  cancelMaintenance: ['DELETE', '/api/admin/maintenance/:id'],
  statusPage: ['GET', '/api/admin/status-page'],
  setStatusPage: ['PUT', '/api/admin/status-page'],
  listAlerts: ['GET', '/api/alerts'],
  acknowledgeAlert: ['POST', '/api/alerts/:id/acknowledge'],
  snoozeAlert: ['POST', '/api/alerts/:id/snooze'],
  resolveAlert: ['POST', '/api/alerts/:id/resolve'],
  listRules: ['GET', '/api/admin/alerts/rules'],
  addRule: ['POST', '/api/admin/alerts/rules'],
  tryRule: ['POST', '/api/admin/alerts/rules/try'],
  updateRule: ['PUT', '/api/admin/alerts/rules/:id'],
  removeRule: ['DELETE', '/api/admin/alerts/rules/:id'],
  listChannels: ['GET', '/api/admin/alerts/channels'],
  describeChannels: ['GET', '/api/admin/alerts/channels/kinds'],
  addChannel: ['POST', '/api/admin/alerts/channels'],
  updateChannel: ['PUT', '/api/admin/alerts/channels/:id'],
  removeChannel: ['DELETE', '/api/admin/alerts/channels/:id'],
  testChannel: ['POST', '/api/admin/alerts/channels/:id/test'],
  listDeliveries: ['GET', '/api/admin/alerts/deliveries'],
  retryDelivery: ['POST', '/api/admin/alerts/deliveries/:id/retry'],
  listIncidents: ['GET', '/api/admin/incidents'],
  openIncident: ['POST', '/api/admin/incidents'],
  getIncident: ['GET', '/api/admin/incidents/:id'],
  changeIncident: ['PUT', '/api/admin/incidents/:id'],
  noteIncident: ['POST', '/api/admin/incidents/:id/notes'],
  listNotices: ['GET', '/api/notices'],
  readNotices: ['POST', '/api/notices/read'],
  noticePreferences: ['GET', '/api/notices/preferences'],
  setNoticePreferences: ['PUT', '/api/notices/preferences'],
  pushKey: ['GET', '/api/notices/push'],
  addPushBrowser: ['POST', '/api/notices/push'],
  removePushBrowser: ['DELETE', '/api/notices/push'],
  listWebhooks: ['GET', '/api/admin/webhooks'],
  rotateWebhook: ['POST', '/api/admin/webhooks/:source/rotate'],
  readJournal: ['GET', '/api/admin/journal'],
  getEntry: ['GET', '/api/admin/journal/:id'],
  readTree: ['GET', '/api/admin/journal/:id/tree'],
  redoEntry: ['POST', '/api/admin/journal/:id/redo'],
  listDeadLetters: ['GET', '/api/admin/dead-letters'],
  outside: ['GET', '/api/admin/outside'],
  listServices: ['GET', '/api/admin/services'],
  testService: ['POST', '/api/admin/services/test'],
  findServices: ['POST', '/api/admin/services/find'],
  configureService: ['PUT', '/api/admin/services/:name'],
  disconnectService: ['DELETE', '/api/admin/services/:name'],
  listPlexServers: ['GET', '/api/admin/plex/servers'],
  connectPlexServer: ['POST', '/api/admin/plex/servers'],
  config: ['GET', '/api/admin/config'],
  updateConfig: ['PUT', '/api/admin/config'],
  describeConfig: ['GET', '/api/admin/config/schema'],
  configHistory: ['GET', '/api/admin/config/history'],
  revertConfig: ['POST', '/api/admin/config/revert'],
  installWebhook: ['POST', '/api/admin/webhooks/:source/install'],
  audit: ['GET', '/api/admin/audit'],
  listBackups: ['GET', '/api/admin/backups'],
  makeBackup: ['POST', '/api/admin/backups'],
} as const satisfies { [N in keyof Routes]?: readonly [Method, Routes[N]['path']] }

export type Called = keyof typeof paths

interface Address {
  method: Method
  url: string
  /** What is neither in the path nor in the query, for methods that carry a body. */
  body: Record<string, unknown> | undefined
}

/** Puts a route's input where it belongs: path parameters first, the rest into the query (GET) or the body. */
export function addressOf(route: Called, input: Record<string, unknown> = {}): Address {
  const [method, pattern] = paths[route]
  const rest = { ...input }
  const path = pattern.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (method !== 'GET') return { method, url: path, body: method === 'DELETE' ? undefined : rest }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) query.set(name, String(value))
  }
  const text = query.toString()
  return { method, url: text ? `${path}?${text}` : path, body: undefined }
}
