import type { Alert } from '../../contracts/alerts.ts'
import { duration, exactTime } from '../format/time.ts'
import { count } from './plural.ts'

type State = Alert['state']

export const alerts = {
  lead: 'What needs somebody now, the worst first, and what came of it before.',
  tabs: 'Alerts and what belongs to them',
  severity: { critical: 'Critical', warning: 'Warning', info: 'Notice' },
  state: { open: 'Open', acknowledged: 'Acknowledged', snoozed: 'Snoozed', resolved: 'Resolved' } satisfies Record<
    State,
    string
  >,
  active: 'Needs somebody',
  earlier: 'Earlier',
  filters: {
    label: 'Filters',
    show: 'Filters',
    clear: 'Clear filters',
    state: 'State',
    states: {
      '': 'Active, then earlier',
      active: 'Active',
      open: 'Open',
      acknowledged: 'Acknowledged',
      snoozed: 'Snoozed',
      resolved: 'Resolved',
      all: 'All, newest first',
    },
    severity: 'Severity',
    anySeverity: 'Any',
    service: 'Service',
    anyService: 'Any',
  },
  since: 'since',
  lasted: (ms: number) => `lasted ${duration(ms)}`,
  reopened: (times: number) => `came back ${count(times, 'time', 'times')}`,
  repeats: (times: number) => `happened ${count(times, 'more time', 'more times')}`,
  acknowledgedBy: (who: string) => `${who} looks after it`,
  snoozedUntil: (time: number) => `Quiet until ${exactTime(time)}`,
  resolvedBy: (who: string) => `resolved by ${who}`,
  byItself: 'resolved by itself',
  rules: (title: string) => `Why: ${title}`,
  ruleSince: 'since',
  incident: 'Incident',
  because: (root: string) => `Because of ${root}`,
  affected: (many: number) => `${count(many, 'service is', 'services are')} affected`,
  story: 'In the journal',
  storyNamed: (title: string) => `In the journal: ${title}`,
  acknowledge: 'Acknowledge',
  acknowledgeNamed: (title: string) => `Acknowledge: ${title}`,
  acknowledged: (title: string) => `You look after it: ${title}`,
  keyHint: 'Key A, while the focus is on the buttons of this alert',
  withNote: 'Acknowledge with a note',
  withNoteNamed: (title: string) => `Acknowledge with a note: ${title}`,
  note: 'Note',
  noteHint: 'For the others and for the post-mortem. May be left empty.',
  noteTitle: (title: string) => `Look after: ${title}`,
  noteText: 'The others see that you are on it. Nobody is told again while it lasts.',
  snooze: 'Snooze',
  snoozeNamed: (title: string) => `Snooze: ${title}`,
  snoozeTitle: (title: string) => `Snooze: ${title}`,
  snoozeText:
    'It is quiet for that long. If it still holds then, it is open again and whoever wants to know is told; if not, it is resolved by itself.',
  snoozeFor: 'How long',
  snoozeChoices: { 60: '1 hour', 240: '4 hours', tomorrow: 'Until tomorrow, 8:00', 4320: '3 days', 10080: 'A week' },
  snoozed: (title: string, until: number) => `Quiet until ${exactTime(until)}: ${title}`,
  resolve: 'Resolve',
  resolveNamed: (title: string) => `Resolve: ${title}`,
  resolveTitle: (title: string) => `Resolve: ${title}`,
  resolveText:
    'It is closed by hand, and whoever wants to know is told so. What it is about is watched on: when it happens anew, this alert is opened again.',
  resolved: (title: string) => `Resolved: ${title}`,
  busy: 'One moment',
  more: 'Show more',
  all: 'All alerts',
  wellTitle: 'All is well',
  well: (services: number, rules: number | undefined) =>
    rules === undefined
      ? `${count(services, 'service is', 'services are')} watched. What goes wrong stands here.`
      : `${count(rules, 'rule watches', 'rules watch')} over ${count(services, 'service', 'services')} and the house itself. What one of them finds stands here.`,
  nothingTitle: 'Nothing raises an alert',
  nothingWatches:
    'No rule is switched on, so nothing raises an alert, whatever goes wrong. Switch one on, or make your own.',
  toRules: 'See the rules',
  noMatchTitle: 'No alert fits these filters',
  noMatch: 'Choose another state or clear a filter.',
}
