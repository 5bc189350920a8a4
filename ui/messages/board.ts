import type { ServiceState } from '../../contracts/status.ts'
import type { House } from '../pages/board/house.ts'
import { roughDuration } from '../format/time.ts'
import { LANGUAGE } from '../format/locale.ts'
import { milliseconds, number } from '../format/number.ts'
import { once } from '../format/once.ts'
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

const names = once(() => new Intl.ListFormat(LANGUAGE, { type: 'conjunction' }))
const short = (name: string): string => (name.length > 32 ? `${name.slice(0, 30).trimEnd()}…` : name)

/** "Sonarr and Radarr are offline"; from the fourth on they are only counted. */
function are(who: readonly string[], state: string): string[] {
  const [first] = who
  if (first === undefined) return []
  if (who.length > 3) return [`${number(who.length)} services are ${state}`]
  return [`${names().format(who.map(short))} ${who.length === 1 ? 'is' : 'are'} ${state}`]
}

const others = (many: number, one: string, more: string): string[] =>
  many > 0 ? [`${number(many)} ${many === 1 ? one : more}`] : []

/** What is neither well nor wrong. */
const beside = ({ maintenance, waiting, stale }: House): string[] => [
  ...others(maintenance, 'is in maintenance', 'are in maintenance'),
  ...others(stale, 'is shown as last known', 'are shown as last known'),
  ...others(waiting, 'waits for the first check', 'wait for the first check'),
]

/** From the fourth on they are only counted, as roots are. */
const blamed = (causes: readonly string[]): string =>
  causes.length > 3 ? `${number(causes.length)} others` : names().format(causes.map(short))

const following = ({ because, causes }: House): string[] =>
  because > 0 ? [`${count(because, 'service fails', 'services fail')} because of ${blamed(causes)}`] : []

function trouble(house: House): string {
  const { offline, degraded, because, causes, working } = house
  const roots = [...are(offline, 'offline'), ...are(degraded, 'degraded')]
  const rest = [...others(working, 'other works', 'others work'), ...beside(house)]
  const [root] = [...offline, ...degraded]
  if (because > 0 && offline.length + degraded.length === 1 && causes[0] === root) {
    const along = `${roots.join('')}, and ${count(because, 'service', 'services')} because of it`
    return `${[along, ...rest].join('; ')}.`
  }
  return `${[...roots, ...following(house), ...rest].join('; ')}.`
}

function verdict(house: House): string {
  const { offline, degraded, because, waiting, stale, maintenance, working } = house
  if (offline.length + degraded.length > 0) return trouble(house)
  const rest = beside(house)
  if (because > 0) return `${[...following(house), ...rest].join('; ')}.`
  if (rest.length === 0) return `Everything works: ${count(working, 'service is', 'services are')} online.`
  if (stale + maintenance === 0) return `${count(waiting, 'service waits', 'services wait')} for the first check.`
  const online = working > 0 ? [count(working, 'service is online', 'services are online')] : []
  const known = stale > working ? 'Most is not known now' : `Nothing is wrong${stale > 0 ? ' as far as is known' : ''}`
  return `${known}: ${[...online, ...rest].join(', ')}.`
}

/** The heading's end: what a group is like. */
function groupState({ total, working, offline, degraded, because, maintenance, stale, waiting }: House): string {
  if (working === total) return total === 1 ? 'works' : `all ${number(total)} work`
  return [
    ...others(offline.length, 'offline', 'offline'),
    ...others(degraded.length, 'degraded', 'degraded'),
    ...others(because, 'because of another', 'because of others'),
    ...others(maintenance, 'in maintenance', 'in maintenance'),
    ...others(stale, 'last known', 'last known'),
    ...others(waiting, 'not checked yet', 'not checked yet'),
    ...(working > 0 ? [`${number(working)} of ${number(total)} ${working === 1 ? 'works' : 'work'}`] : []),
  ].join(', ')
}

export const board = {
  state,
  verdict,
  groupState,
  overdue: (ms: number) => `Nothing has been checked for ${roughDuration(ms)}: what follows is how it was then.`,
  lastChecked: (ms: number) => `Last checked ${roughDuration(ms)} ago`,
  lastKnown: (ms: number) => `Last known, ${roughDuration(ms)} old`,
  was: (state: ServiceState) => `Was ${wordOf[state]}`,
  becauseOf: 'because of',
  becauseOfNamed: (name: string) => `because of ${name}`,
  maintenance: 'Maintenance',
  maintenanceUntil: (time: string) => `Maintenance until ${time}`,
  failing: (failures: number, retries: number) => `Failing: ${failures} of ${retries + 1} tries`,
  sources: { 'uptime-kuma': 'Uptime Kuma' } as Record<string, string>,
  saidBy: (source: string) => `According to ${source}`,
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
    whole: 'Full history',
  },
  outside: {
    title: 'Systems outside',
    well: (many: number) => `${count(many, 'system is', 'systems are')} called as usual`,
    open: (names: readonly string[]) => `Left alone for now: ${listed(names)}`,
    trying: (names: readonly string[]) => `Being tried again: ${listed(names)}`,
    failing: (names: readonly string[]) => `Called, but fails: ${listed(names)}`,
    none: 'nothing to tell so far',
  },
  past: {
    banner: (time: string) => `This is the board as it stood on ${time}.`,
    loading: (time: string) => `Fetching the board of ${time}`,
    back: 'Back to now',
    empty: 'Nothing was watched then.',
    future: 'The address names no time that the board can be shown at.',
  },
}

function listed(all: readonly string[]): string {
  return names().format(all)
}
