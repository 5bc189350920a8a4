import { percentage } from '../format/number.ts'
import { count } from './plural.ts'
import { locale } from '../format/locale.ts'
import { once } from '../format/once.ts'

/** Days of the page are those of UTC. */
const date = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }))

type State = 'online' | 'degraded' | 'offline' | 'maintenance' | 'unknown'

const state: Record<State, string> = {
  online: 'Online',
  degraded: 'Degraded',
  offline: 'Offline',
  maintenance: 'Maintenance',
  unknown: 'Not known',
}

/** What strangers see. */
export const publicStatus = {
  state,
  verdict: {
    online: 'Everything works.',
    degraded: 'Some services do not work as they should.',
    offline: 'Some services are offline.',
    maintenance: 'Some services are in maintenance.',
    unknown: 'Nothing is known at the moment.',
  } as Record<State, string>,
  updated: 'Updated',
  uptime: (value: number) => `${percentage(value)} in 90 days`,
  noUptime: 'no figures yet',
  /** The bars in words. */
  days: (name: string, bad: number, known: number) =>
    known === 0
      ? `${name}: nothing is known about the last 90 days.`
      : bad === 0
        ? `${name}: no failures in ${count(known, 'day', 'days')}.`
        : `${name}: failures on ${bad} of ${count(known, 'day', 'days')}.`,
  day: (day: string, value: number | null) =>
    `${date().format(Date.parse(day))}: ${value === null ? 'nothing known' : percentage(value)}`,
  oldest: '90 days ago',
  newest: 'today',
  table: 'Days with failures',
  ungrouped: 'Services',
  services: 'Services',
  incidents: 'Incidents',
  noIncidents: 'No incidents in the last 90 days.',
  incidentsAway: 'Incidents cannot be shown at the moment.',
  open: 'Going on',
  resolved: 'Resolved',
  affected: (names: string) => `Affected: ${names}`,
  maintenance: 'Planned maintenance',
  from: 'from',
  until: 'until',
  feed: 'RSS feed of incidents',
  signIn: 'Sign in',
  off: {
    title: 'Nothing here',
    text: 'There is no public status page at this address.',
  },
}

/** Where an admin decides what they see. */
export const statusPage = {
  lead: 'What people without an account may see at /status. It is off until you switch it on.',
  enabled: 'Show the public status page',
  enabledHint: 'Anybody who reaches this address can read it, without signing in.',
  title: 'Title',
  description: 'Description',
  descriptionHint: 'A sentence or two below the title. May stay empty.',
  groups: 'Groups that are shown',
  groupsHint: 'Only services of these groups appear, with their names and states; never addresses or errors.',
  ungrouped: 'Services without a group',
  noGroups: 'There are no services yet.',
  noneChosen: 'No group is chosen: the page would be empty.',
  responseTimes: 'Show response times',
  save: 'Save',
  saving: 'Saving',
  savedOn: 'The status page is on.',
  savedOff: 'The status page is off.',
  saved: 'The status page was saved.',
  preview: 'Open the page',
  previewOff: 'It can be opened once it is switched on.',
  titleMissing: 'Give it a title.',
  badges: {
    title: 'Badges',
    text: 'Small pictures for a wiki or a README. They show what the public page shows, and only while it is on.',
    service: 'Service',
    kind: 'What it shows',
    status: 'State',
    uptime: 'Uptime',
    markdown: 'As Markdown',
    html: 'As HTML',
    copyMarkdown: 'Copy the Markdown',
    copyHtml: 'Copy the HTML',
    none: 'Choose groups and save: badges are for services that the page shows.',
    picture: (name: string) => `Badge of ${name}`,
  },
  feed: 'RSS feed',
}
