import type { Metric, SECURITY_EVENTS } from '../../contracts/alert-kinds.ts'
import { locale } from '../format/locale.ts'
import { duration, exactTime } from '../format/time.ts'
import { count } from './plural.ts'

const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const seconds = (value: number): string => duration(value * 1000)

export const rules = {
  lead: 'What raises an alert. Each service has one alert at a time, however many rules find something.',
  add: 'New rule',
  list: 'Rules',
  shipped: 'Came with MediaNest',
  shippedMore: 'It can be changed, switched off and removed like any other.',
  on: (name: string) => `Switched on: ${name}`,
  turnedOn: (name: string) => `${name} watches now.`,
  turnedOff: (name: string) => `${name} is switched off. Alerts that only it held up are resolved.`,
  edit: (name: string) => `Change ${name}`,
  remove: 'Remove',
  removeNamed: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText:
    'It raises nothing any more, and alerts that only this rule held up are resolved. What it raised before stays in the record.',
  removing: 'Removing',
  removed: (name: string) => `${name} is removed.`,
  emptyTitle: 'No rules',
  empty:
    'Without a rule nothing raises an alert. Make one: choose what to watch, try it on what was recorded, and save.',
  gone: { title: 'This rule is gone', text: 'Somebody may have removed it.', back: 'All rules' },
  everywhere: 'all services',
  scope: (groups: readonly string[], services: number) =>
    [groups.length > 0 ? `in ${groups.join(', ')}` : '', services > 0 ? count(services, 'service', 'services') : '']
      .filter(Boolean)
      .join(' and '),
  house: 'the house itself',
  accounts: 'accounts and sign-ins',
  /** A condition in words. */
  says: {
    state: (state: 'offline' | 'degraded', forSeconds: number) =>
      `${state === 'offline' ? 'Offline' : 'Degraded'}${forSeconds > 0 ? ` for ${seconds(forSeconds)}` : ', at once'}`,
    threshold: (title: string, direction: 'above' | 'below', value: string, unit: string, forSeconds: number) =>
      `${title}: ${direction} ${value} ${unit}${forSeconds > 0 ? ` for ${seconds(forSeconds)}` : ''}`,
    security: (events: readonly string[]) =>
      events.map((event, at) => (at === 0 ? event : event.slice(0, 1).toLowerCase() + event.slice(1))).join('; '),
  },
  events: {
    'sign-in-burst': 'Many sign-ins fail within minutes',
    'remember-reused': 'A “remember me” is used twice',
    'admin-made': 'Somebody becomes an admin',
    'two-factor-off': 'A second factor is taken off',
    'api-key-made': 'An API key is made',
    'plex-link-broken': 'A Plex link breaks',
  } satisfies Record<(typeof SECURITY_EVENTS)[number], string>,
  metrics: {
    latency: 'Response time',
    errorRate: 'Failed checks of the last 20',
    certificateDays: 'Days until the certificate ends',
    disk: 'Disk used',
    diskDaysLeft: 'Days until a disk of ours is full, as it fills now',
    memory: 'Memory used',
    openBreakers: 'Systems outside that are left alone',
    deadLetters: 'Dead letters',
    failedSignIns: 'Failed sign-ins within 10 minutes',
    brokenTokens: 'People whose Plex token died',
  } satisfies Record<Metric, string>,
  units: {
    ms: 'ms',
    '%': '%',
    days: 'days',
    systems: 'systems',
    messages: 'messages',
    'sign-ins': 'sign-ins',
    people: 'people',
  } as Record<string, string>,
  editor: {
    addTitle: 'New rule',
    editTitle: (name: string) => `Change ${name}`,
    name: 'Name',
    kind: 'What it watches',
    kinds: {
      state: 'The state of services',
      threshold: 'A figure',
      security: 'Accounts and sign-ins',
    },
    state: 'State',
    states: { offline: 'Offline', degraded: 'Degraded' },
    metric: 'Figure',
    ofService: 'Of each service',
    ofHouse: 'Of the house',
    direction: 'When it is',
    directions: { above: 'above', below: 'below' },
    value: 'Limit',
    hold: 'For at least',
    holdHint: 'It must hold that long before an alert is raised; 0 is at once.',
    holdUnits: { 1: 'seconds', 60: 'minutes', 3600: 'hours' },
    holdUnit: 'Unit of the time',
    events: 'When',
    severity: 'Severity',
    enabled: 'Switched on',
    enabledHint: 'What it finds holding already counts from then on.',
    which: (words: string) => `Which services: ${words}`,
    labels: 'Labels',
    labelsHint: 'One per line, as name=value. They are handed on with each alert.',
    more: 'Labels',
    save: 'Save',
    saving: 'Saving',
    saved: (name: string) => `${name} is saved.`,
    added: (name: string) => `${name} watches now.`,
    addedOff: (name: string) => `${name} is saved and switched off.`,
    tryIt: 'Try it',
    trying: 'Trying it on what was recorded',
    discardTitle: 'Leave without saving?',
    discardText: 'What you changed is not saved.',
    discard: 'Leave',
    invalid: {
      name: 'Give it a name.',
      nameTaken: 'Another rule has that name.',
      value: 'Enter a number.',
      hold: 'Enter a time from 0 to 24 hours.',
      events: 'Choose at least one.',
      labels: 'Write each as name=value, on a line of its own.',
    },
  },
  services: {
    groups: 'Groups',
    services: 'Services',
    search: 'Find a service',
    none: 'There are no services yet.',
    noGroup: 'No service is in a group.',
    noMatch: 'No service is called that.',
    chosen: (many: number) => `${many} chosen`,
  },
  trial: {
    fired: (times: number, days: number) =>
      times === 0
        ? `Over the last ${count(days, 'day', 'days')} this would not have fired.`
        : `Over the last ${count(days, 'day', 'days')} this would have fired ${count(times, 'time', 'times')}, here:`,
    since: (time: number) => `What is recorded begins ${exactTime(time)}; before that nothing is known.`,
    nothing: 'Nothing is recorded of this yet, so there is nothing to try it on. It counts from when it is saved.',
    suppressed: (parent: number, maintenance: number) =>
      `Held back besides: ${[
        parent > 0 ? `${count(parent, 'time', 'times')} behind a failed parent` : '',
        maintenance > 0 ? `${count(maintenance, 'time', 'times')} in maintenance` : '',
      ]
        .filter(Boolean)
        .join(', ')}.`,
    only: (shown: number) => `The newest ${shown} are listed.`,
    chart: (times: number, from: number, to: number) =>
      `When it would have fired, from ${day.format(from)} to ${day.format(to)}: ${count(times, 'time', 'times')}. The table below has each of them.`,
    table: 'When it would have fired',
    columns: { subject: 'What', at: 'When', lasted: 'For', value: 'Worst' },
    lasting: 'still',
    by: { parent: 'behind a failed parent', maintenance: 'in maintenance' },
    heldBack: 'Held back',
    day: (time: number) => day.format(time),
  },
}
