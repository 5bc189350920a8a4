import type { ServiceState } from '../../contracts/status.ts'
import { humanised } from '../format/actor.ts'

/** The data of an entry as the page finds it: an older or newer version may lack any field. */
export type Said = Readonly<Record<string, unknown>>

const text = (said: Said, field: string): string | undefined => {
  const value = said[field]
  return typeof value === 'string' && value !== '' ? value : undefined
}
const title = (said: Said): string => text(said, 'title') ?? 'A title without a name'
const person = (said: Said, field: string): string => text(said, field) ?? 'Somebody'
const source = (said: Said): string => {
  const name = text(said, 'source')
  return name === 'overseerr' ? 'Seerr' : name === 'plex' ? 'Plex' : 'A service'
}
const item = (said: Said): string => {
  const context = text(said, 'context')
  return context ? `${title(said)} (${context})` : title(said)
}
const turned: Record<ServiceState, string> = {
  online: 'came online',
  offline: 'went offline',
  degraded: 'is degraded',
  unknown: 'is waiting for a check',
}
const service = (said: Said): string => text(said, 'name') ?? 'A service'
const because = (said: Said): string | undefined => {
  const cause = said['becauseOf']
  return typeof cause === 'object' && cause !== null ? text(cause as Said, 'name') : undefined
}
const monitorSource = (said: Said): string =>
  text(said, 'source') === 'uptime-kuma' ? 'Uptime Kuma' : (text(said, 'source') ?? 'A source of monitors')
const did: Record<string, string> = { started: 'started', paused: 'paused', resumed: 'resumed', stopped: 'stopped' }
const noticed: Record<string, string> = {
  'database-backup': 'saved its database',
  'database-corrupted': 'found its database damaged',
  'new-device': 'was used from a new device',
}

const secondFactor: Record<string, string> = {
  enabled: 'is on now',
  disabled: 'is off now',
  'reset-by-admin': 'was taken off by an admin',
  'recovery-codes': 'has new recovery codes',
}
const changed = (said: Said): string => {
  const changes = said['changes']
  if (!Array.isArray(changes) || changes.length === 0) return 'nothing'
  const [first, ...more] = changes as Said[]
  return `${text(first ?? {}, 'path') ?? 'something'}${more.length > 0 ? ` and ${more.length} more` : ''}`
}

const alertTurned: Record<string, string> = {
  raised: 'Alert',
  acknowledged: 'Looked after',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
  reopened: 'Alert again',
  escalated: 'Worse now',
}
const incidentTurned: Record<string, string> = {
  opened: 'Incident opened',
  changed: 'Incident changed',
  noted: 'Incident noted on',
  resolved: 'Incident closed',
  reopened: 'Incident opened again',
}
const upstream: Record<string, string> = { seerr: 'Seerr', radarr: 'Radarr', sonarr: 'Sonarr', lidarr: 'Lidarr' }
const stepped: Record<string, string> = {
  asked: 'Asked for',
  sent: 'At Seerr now',
  approved: 'Approved',
  declined: 'Declined',
  edited: 'Seasons changed',
  'handed-on': 'Handed on',
  grabbed: 'Found and grabbed',
  downloading: 'Downloading',
  imported: 'Imported',
  partial: 'Partly in Plex',
  'in-plex': 'In Plex',
  watched: 'Watched',
  late: 'Late',
  'on-time': 'Going on again',
  failed: 'Failed',
  retried: 'Tried again',
  refused: 'Refused by Seerr',
  withdrawn: 'Withdrawn',
  removed: 'Removed at Seerr',
}
const reportTurned: Record<string, string> = {
  opened: 'Problem reported',
  commented: 'Problem talked about',
  resolved: 'Problem resolved',
  reopened: 'Problem reported again',
}
const listed: Record<string, string> = { added: 'added', updated: 'changed', removed: 'removed' }
const turnOf = (words: Record<string, string>, said: Said, otherwise: string): string =>
  words[String(said['change'])] ?? otherwise

/** A fact in plain words, by its technical type. */
const sentences: Record<string, (said: Said) => string> = {
  'alerts.transitioned': (d) => `${alertTurned[String(d['transition'])] ?? 'Alert changed'}: ${title(d)}`,
  'alerts.rule-changed': (d) => `Alert rule ${turnOf(listed, d, 'changed')}: ${text(d, 'name') ?? ''}`,
  'alerts.channel-changed': (d) => `Channel ${turnOf(listed, d, 'changed')}: ${text(d, 'name') ?? ''}`,
  'alerts.incident-changed': (d) => `${turnOf(incidentTurned, d, 'Incident changed')}: ${title(d)}`,
  'alerts.delivery-given-up': (d) => `Nobody could be told through ${text(d, 'channel') ?? 'a channel'}: given up`,
  'alerts.notice-left': () => 'Somebody was told on the page',
  'alerts.add-rule': (d) => `Asked to add the alert rule ${text(d, 'name') ?? ''}`,
  'alerts.update-rule': (d) => `Asked to change the alert rule ${text(d, 'name') ?? ''}`,
  'alerts.remove-rule': () => 'Asked to remove an alert rule',
  'alerts.acknowledge': () => 'Asked to acknowledge an alert',
  'alerts.snooze': () => 'Asked to snooze an alert',
  'alerts.resolve': () => 'Asked to resolve an alert',
  'alerts.open-incident': (d) => `Asked to open the incident ${text(d, 'title') ?? ''}`,
  'alerts.change-incident': () => 'Asked to change an incident',
  'alerts.note-incident': () => 'Asked to note on an incident',

  'auth.signed-in': (d) => `${person(d, 'username')} signed in`,
  'auth.sign-in-failed': (d) => `Sign-in refused for ${person(d, 'username')}`,
  'auth.signed-out': (d) => `${person(d, 'username')} signed out`,
  'auth.password-changed': (d) => `${person(d, 'username')} has a new password`,

  'auth.sign-in-burst': (d) =>
    `Many sign-ins failed: ${typeof d['failures'] === 'number' ? d['failures'] : 'several'} within minutes`,
  'auth.remember-reused': (d) =>
    `A stolen “remember me” may have been used: ${person(d, 'username')} was signed out there`,
  'auth.plex-linked': (d) => `${person(d, 'username')} linked Plex`,
  'auth.plex-unlinked': (d) => `${person(d, 'username')} unlinked Plex`,
  'auth.plex-link-broken': (d) => `Plex refuses the link of ${person(d, 'username')}: it must be linked again`,
  'auth.plex-access-lost': (d) => `The Plex server is not shared with ${person(d, 'username')} any more`,
  'auth.device-revoked': (d) => `${person(d, 'username')} signed a device out`,
  'auth.two-factor-changed': (d) =>
    `Two-factor sign-in of ${person(d, 'username')} ${secondFactor[String(d['change'])] ?? 'changed'}`,
  'auth.api-key-made': (d) => `${person(d, 'username')} made an API key`,
  'auth.api-key-revoked': (d) => `${person(d, 'username')} ended an API key`,
  'auth.user-added': (d) => `${person(d, 'username')} has an account now`,
  'auth.user-updated': (d) => `The account of ${person(d, 'username')} was changed`,
  'auth.user-removed': () => 'A person was erased',
  'auth.invitation-made': () => 'Somebody was invited',
  'auth.invitation-revoked': () => 'An invitation was taken back',

  'backup.make': () => 'Asked for a backup',
  'backup.made': (d) => `A backup was made${d['withKey'] === false ? ', without the key' : ''}`,
  'backup.failed': () => 'The backup failed',

  'settings.changed': (d) => `Settings changed: ${changed(d)}`,
  'settings.service-configured': (d) =>
    `${text(d, 'title') ?? 'A service'} ${d['enabled'] === false ? 'was switched off' : 'is connected as set'}`,
  'settings.service-disconnected': (d) => `${text(d, 'title') ?? 'A service'} was disconnected`,

  'status.changed': (d) =>
    `${service(d)} ${turned[d['status'] as ServiceState] ?? 'changed'}${because(d) ? `, because of ${because(d)}` : ''}`,
  'status.cause-changed': (d) =>
    because(d) ? `${service(d)} is put down to ${because(d)}` : `${service(d)} stands for itself again`,
  'status.source-lost': (d) => `${monitorSource(d)} does not answer: its monitors are shown as last known`,
  'status.source-found': (d) => `${monitorSource(d)} answers again`,
  'status.maintenance-planned': (d) => `Maintenance planned: ${text(d, 'title') ?? ''}`,
  'status.maintenance-cancelled': (d) => `Maintenance cancelled: ${text(d, 'title') ?? ''}`,
  'status.maintenance-began': (d) => `Maintenance began: ${text(d, 'title') ?? ''}`,
  'status.maintenance-ended': (d) => `Maintenance ended: ${text(d, 'title') ?? ''}`,
  'status.plan-maintenance': (d) => `Asked for maintenance: ${text(d, 'title') ?? ''}`,
  'status.change-maintenance': (d) => `Asked to change maintenance: ${text(d, 'title') ?? ''}`,
  'status.cancel-maintenance': () => 'Asked to cancel maintenance',
  'status.page-set': (d) => `The public status page ${d['enabled'] === true ? 'is on' : 'is off'}`,
  'status.set-page': (d) => `Asked to switch the public status page ${d['enabled'] === true ? 'on' : 'off'}`,
  'status.monitor-added': (d) => `Service added: ${text(d, 'name') ?? ''}`,
  'status.monitor-updated': (d) => `Service changed: ${text(d, 'name') ?? ''}`,
  'status.monitor-removed': (d) => `Service removed: ${text(d, 'name') ?? ''}`,
  'status.add-monitor': (d) => `Asked to add ${text(d, 'name') ?? 'a service'}`,
  'status.update-monitor': (d) => `Asked to change ${text(d, 'name') ?? 'a service'}`,
  'status.remove-monitor': () => 'Asked to remove a service',

  'webhooks.received': (d) =>
    d['origin'] ? `Read again: a webhook from ${source(d)}` : `${source(d)} called its webhook`,
  'webhooks.rotated': (d) => `${source(d)} got a new webhook address`,

  'requests.asked': (d) => `${person(d, 'requestedBy')} asked for ${title(d)}`,
  'requests.approved': (d) => `Approved: ${title(d)}`,
  'requests.declined': (d) => `Declined: ${title(d)}`,
  'requests.available': (d) => `${d['partial'] ? 'Partly available' : 'Available'}: ${title(d)}`,
  'requests.failed': (d) => `Failed: ${title(d)}`,
  'requests.issue-opened': (d) => `Issue ${d['reopened'] ? 'reopened' : 'reported'}: ${title(d)}`,
  'requests.issue-commented': (d) => `Issue commented: ${title(d)}`,
  'requests.issue-resolved': (d) => `Issue resolved: ${title(d)}`,
  'requests.webhook-tested': (d) => `${source(d)} sent its test: the address works`,
  'requests.webhook-not-understood': (d) => `A webhook from ${source(d)} was not understood`,

  'requests.moved': (d) => `${stepped[String(d['step'])] ?? 'Went on'}: ${title(d)}`,
  'requests.drift-found': (d) => `A missed webhook was made up for: ${title(d)}`,
  'requests.upstream-turned': (d) =>
    `${upstream[String(d['service'])] ?? 'A service behind requests'} ${d['up'] === true ? 'answers again' : 'does not answer'}`,
  'requests.issue-moved': (d) => `${turnOf(reportTurned, d, 'Problem changed')}: ${title(d)}`,
  'requests.rule-changed': (d) => `Approval rule ${turnOf(listed, d, 'changed')}: ${text(d, 'name') ?? ''}`,
  'requests.submit': () => 'Asked for a title',
  'requests.withdraw': () => 'Asked to take a request back',
  'requests.edit': () => 'Asked to change the seasons of a request',
  'requests.approve': () => 'Asked to approve a request',
  'requests.decline': () => 'Asked to decline a request',
  'requests.retry': () => 'Asked to hand a request on again',
  'requests.open-issue': () => 'Asked to report a problem',
  'requests.comment-issue': () => 'Asked to say something about a problem',
  'requests.resolve-issue': () => 'Asked to mark a problem as resolved',
  'requests.reopen-issue': () => 'Asked to report a problem again',
  'requests.add-rule': (d) => `Asked to add the approval rule ${text(d, 'name') ?? ''}`,
  'requests.update-rule': () => 'Asked to change an approval rule',
  'requests.remove-rule': () => 'Asked to remove an approval rule',

  'library.synced': (d) =>
    `Plex library read: ${title(d)}${Number(d['added']) > 0 ? `, ${String(d['added'])} new` : ''}`,
  'library.removed': (d) => `Plex library gone: ${title(d)}`,
  'library.item-added': (d) => `New in Plex: ${item(d)}`,
  'library.playback-changed': (d) => `${person(d, 'person')} ${did[String(d['action'])] ?? 'played'} ${item(d)}`,
  'library.item-watched': (d) => `${person(d, 'person')} watched ${item(d)} to the end`,
  'library.item-rated': (d) => `${person(d, 'person')} rated ${item(d)}`,
  'library.server-noticed': (d) =>
    `${text(d, 'serverName') ?? 'The Plex server'} ${noticed[String(d['notice'])] ?? 'reported something'}`,
  'library.webhook-not-understood': (d) => `A webhook from ${source(d)} was not understood`,

  'journal.redo': () => 'Asked to handle an entry again',
  'journal.redone': (d) => `Handled again: ${d['entryKind'] === 'dead-letter' ? 'a dead letter' : 'a webhook'}`,
}

/** The sentence for a type, or the type made readable when nobody wrote one yet. */
function factSentence(type: string, said: Said): string {
  const sentence = sentences[type]
  return sentence ? sentence(said) : humanised(type.slice(type.indexOf('.') + 1))
}

const domains: Record<string, string> = {
  alerts: 'Alerts',
  auth: 'People',
  backup: 'Backups',
  journal: 'Journal',
  library: 'Library',
  requests: 'Requests',
  settings: 'Settings',
  status: 'Services',
  webhooks: 'Webhooks',
}

export const facts = {
  sentence: factSentence,
  /** Every type that can be filtered by. */
  types: Object.keys(sentences).toSorted(),
  hasSentence: (type: string): boolean => type in sentences,
  /** In the same words where only the type of the message that died is known. */
  deadType: (type: string): string => {
    const [domain = '', name = ''] = type.split('.')
    return `Given up: ${humanised(name).toLowerCase()} (${domains[domain] ?? humanised(domain)})`
  },
  domains,
}
