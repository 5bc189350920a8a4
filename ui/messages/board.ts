import type { ServiceState } from '../../contracts/status.ts'
import { roughDuration } from '../format/time.ts'
import { LANGUAGE } from '../format/locale.ts'
import { milliseconds, number } from '../format/number.ts'
import { count } from './plural.ts'

const state: Record<ServiceState, string> = {
  online: 'Online',
  offline: 'Offline',
  degraded: 'Degraded',
  unknown: 'Not checked yet',
}

const wordOf: Record<ServiceState, string> = {
  online: 'online',
  offline: 'offline',
  degraded: 'degraded',
  unknown: 'not checked',
}

const names = new Intl.ListFormat(LANGUAGE, { type: 'conjunction' })
const short = (name: string): string => (name.length > 32 ? `${name.slice(0, 30).trimEnd()}…` : name)

/** "Sonarr and Radarr are offline"; from the fourth on they are only counted. */
function are(who: readonly string[], state: string): string[] {
  const [first] = who
  if (first === undefined) return []
  if (who.length > 3) return [`${number(who.length)} services are ${state}`]
  return [`${names.format(who.map(short))} ${who.length === 1 ? 'is' : 'are'} ${state}`]
}

export const board = {
  state,
  allWell: (many: number) => `Everything works: ${count(many, 'service is', 'services are')} online.`,
  trouble: (offline: readonly string[], degraded: readonly string[], working: number) => {
    const parts = [...are(offline, 'offline'), ...are(degraded, 'degraded')]
    return `${parts.join('; ')}.${working > 0 ? ` ${count(working, 'other works', 'others work')}.` : ''}`
  },
  waiting: (many: number) => `${count(many, 'service waits', 'services wait')} for the first check.`,
  overdue: (ms: number) => `Nothing has been checked for ${roughDuration(ms)}: what follows is how it was then.`,
  lastChecked: (ms: number) => `Last checked ${roughDuration(ms)} ago`,
  was: (state: ServiceState) => `Was ${wordOf[state]}`,
  needAttention: (bad: number) => (bad === 1 ? '1 needs attention' : `${bad} need attention`),
  ungrouped: 'Other services',
  forTime: (ms: number) => (ms < 45_000 ? 'just now' : `for ${roughDuration(ms)}`),
  response: 'Response',
  uptime: 'Uptime 24 h',
  none: 'none',
  noCheck: 'not yet',
  sparkline: (checks: number, low: number, high: number, failed: number) =>
    `Response times of the last ${count(checks, 'check', 'checks')}: ` +
    `${milliseconds(low)} to ${milliseconds(high)}` +
    (failed > 0 ? `, ${failed} failed` : ''),
  sparklineFailed: (checks: number) => `The last ${count(checks, 'check', 'checks')} failed`,
  sparklineEmpty: 'No response times yet',
  emptyTitle: 'No services yet',
  emptyAdmin: 'Add what runs in the house, say Plex, Sonarr or the router, and see here at a glance whether it works.',
  emptyUser: 'Whoever runs the house can add services. They will appear here by themselves.',
  emptyAction: 'Add a service',
  details: {
    open: (name: string) => `Details of ${name}`,
    since: 'In this state since',
    checked: 'Last checked',
    response: 'Latest response',
    uptime: 'Uptime, last 24 hours',
    kind: 'Checked by',
    group: 'Group',
    why: 'Why',
    chart: 'Response time of the latest checks',
    chartLow: 'fastest',
    chartHigh: 'slowest',
    chartMiddle: 'median',
    failed: (many: number) => `${count(many, 'check', 'checks')} failed`,
    older: 'older',
    newest: 'latest',
    table: 'The same as a table',
    check: 'Check',
    ago: (place: number) => (place === 0 ? 'latest' : `${place} before`),
    failedCheck: 'failed',
    journal: 'Show in the journal',
    edit: 'Edit',
  },
  kind: { http: 'HTTP request', tcp: 'TCP connection' },
}
