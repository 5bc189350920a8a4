import { LANGUAGE } from '../format/locale.ts'
import { count } from './plural.ts'

/** Sunday first, as cron counts them. 4 January 1970 was a Sunday. */
const day = new Intl.DateTimeFormat(LANGUAGE, { weekday: 'long', timeZone: 'UTC' })
const days = Array.from({ length: 7 }, (_, at) => day.format(Date.UTC(1970, 0, 4 + at)))
const list = new Intl.ListFormat(LANGUAGE, { type: 'conjunction' })

/** "45 minutes", "2 hours", "1 hour 30 minutes". */
const lasting = (minutes: number): string =>
  [
    ...(minutes >= 60 ? [count(Math.floor(minutes / 60), 'hour', 'hours')] : []),
    ...(minutes % 60 > 0 ? [count(minutes % 60, 'minute', 'minutes')] : []),
  ].join(' ')

export const maintenance = {
  lead: 'In a maintenance window failures are recorded, but raise nothing and do not count against uptime.',
  plan: 'Plan maintenance',
  change: 'Change',
  changeNamed: (title: string) => `Change ${title}`,
  cancel: 'Cancel',
  cancelNamed: (title: string) => `Cancel ${title}`,
  emptyTitle: 'No maintenance is planned',
  empty: 'Plan a window before you update or restart something, and nobody is alarmed for nothing.',
  list: 'Maintenance windows',
  columns: { title: 'Window', when: 'When', scope: 'For', state: 'State', actions: 'Actions' },
  open: 'Open now',
  openUntil: (time: string) => `Open until ${time}`,
  next: (time: string) => `Next ${time}`,
  over: 'Over',
  everyDay: 'every day',
  every: (which: readonly number[]) => `every ${list.format(which.map((at) => days[at] ?? ''))}`,
  at: (when: string, time: string, minutes: number, zone: string) =>
    `${when} at ${time} for ${lasting(minutes)} (${zone})`,
  cron: (cron: string, minutes: number, zone: string) => `at ${cron} for ${lasting(minutes)} (${zone})`,
  once: (from: string, to: string) => `${from} to ${to}`,
  onceOpen: (from: string) => `from ${from}, without an end`,
  everything: 'all services',
  groups: (names: readonly string[]) => `${names.length === 1 ? 'group' : 'groups'} ${list.format(names)}`,
  services: (many: number) => count(many, 'service', 'services'),
  both: (parts: readonly string[]) => list.format(parts),
  lasting,
  days,
  form: {
    title: 'Plan maintenance',
    changeTitle: (title: string) => `Change ${title}`,
    name: 'What is done',
    nameHint:
      'For example: new disk, router update. It stands on the board and, where the public status page shows one of the services, there too.',
    note: 'Note',
    noteHint: 'For whoever wonders; strangers read it on the public status page too. May stay empty.',
    how: 'How often',
    once: 'Once',
    weekly: 'Again and again',
    cron: 'By a cron expression',
    starts: 'Begins',
    ends: 'Ends',
    days: 'On these days',
    time: 'At',
    lasts: 'For how many minutes',
    cronField: 'Cron expression',
    cronHint: 'Minute, hour, day, month, weekday: 0 3 1 * * is the first of every month at three.',
    zone: (zone: string) => `Times are those of ${zone}.`,
    scope: 'For which services',
    all: 'All services',
    some: 'Chosen groups and services',
    groups: 'Groups',
    services: 'Services',
    filter: 'Find a service',
    save: 'Plan it',
    saveChange: 'Save',
    saving: 'Saving',
    discardTitle: 'Discard what you entered?',
    discardText: 'It is not saved yet.',
    discard: 'Discard',
  },
  invalid: {
    title: 'Say what is done.',
    starts: 'Choose when it begins.',
    ends: 'Choose an end after the begin.',
    days: 'Choose at least one day.',
    time: 'Choose a time.',
    minutes: 'Between 1 and 10,080 minutes, which is a week.',
    cron: 'Write five fields, for example 0 3 * * 0.',
    scope: 'Choose at least one group or service.',
  },
  planned: (title: string) => `${title} is planned.`,
  changed: (title: string) => `${title} was changed.`,
  cancelled: (title: string) => `${title} was cancelled.`,
  cancelTitle: (title: string) => `Cancel ${title}?`,
  cancelOpen: 'The window closes now: from this moment on failures count again and raise alerts.',
  cancelPlanned: 'It will not open. Failures in that time will count and raise alerts.',
  cancelRecurring: 'It will not open again, neither the next time nor later.',
  cancelPast: 'It is over and goes from this list. What it excluded stays excluded.',
  cancelConfirm: 'Cancel it',
  keep: 'Keep it',
  cancelling: 'Cancelling',
  more: 'Show more',
}
