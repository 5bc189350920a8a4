import type { Step } from '../../contracts/history.ts'
import type { ServiceState } from '../../contracts/status.ts'
import { milliseconds, percentage } from '../format/number.ts'
import { duration, exactTime, roughDuration } from '../format/time.ts'
import { facts } from './facts.ts'
import { count } from './plural.ts'

const was: Record<ServiceState, string> = {
  online: 'online',
  offline: 'offline',
  degraded: 'degraded',
  unknown: 'not known',
}

/** What a check found, or those of a span that is no longer kept one by one; `of` names a service that is not the one that is explained. */
const checked = (status: ServiceState | null, data: Step['data'], of: string | null): string => {
  const { responseTimeMs, checks, good, minutes } = data
  if (typeof checks === 'number' && typeof good === 'number' && typeof minutes === 'number') {
    const whose = of === null ? '' : ` of ${of}`
    return `${good} of ${count(checks, 'check', 'checks')}${whose} in ${duration(minutes * 60_000)} were good`
  }
  const took = typeof responseTimeMs === 'number' ? ` in ${milliseconds(responseTimeMs)}` : ''
  const what = of === null ? 'A check' : `A check of ${of}`
  if (status === 'online') return `${what} was answered${took}`
  if (status === 'degraded') return `${what} was answered${took}, but not as it should be`
  return `${what} failed`
}

export const service = {
  back: 'Board',
  edit: 'Edit',
  journal: 'Show in the journal',
  notThere: {
    title: 'This service is not there',
    text: 'It may have been removed or renamed, or the link is incomplete.',
    back: 'Go to the board',
  },
  since: (ms: number) => (ms < 45_000 ? 'since just now' : `for ${roughDuration(ms)}`),
  facts: {
    title: 'At a glance',
    response: 'Latest response',
    checked: 'Last checked',
    never: 'not yet',
    every: (seconds: number) => `every ${duration(seconds * 1000)}`,
    interval: 'Checked',
    kind: 'Checked as',
    group: 'Group',
    certificate: 'Certificate ends',
    certificateIn: (ms: number) => (ms > 0 ? `in ${roughDuration(ms)}` : `${roughDuration(-ms)} ago`),
    maintenance: 'Maintenance',
    source: 'Watched by',
  },
  uptime: {
    title: 'Uptime',
    day: '24 hours',
    week: '7 days',
    month: '30 days',
    year: '365 days',
    none: 'no checks yet',
    value: (value: number) => percentage(value),
  },
  needs: {
    title: 'What hangs together',
    dependsOn: 'It cannot work without',
    dependants: 'These cannot work without it',
    none: 'It stands for itself: nothing is known that it needs or that needs it.',
  },
  why: {
    now: 'Why is it like this?',
    atTime: (time: number) => `Why was it like this on ${exactTime(time)}?`,
    toNow: 'Explain how it is now',
    conclusion: (status: ServiceState, because: string | undefined) =>
      because
        ? `It is ${was[status]} because of ${because}.`
        : status === 'online'
          ? 'It is online. This is how it came to be so.'
          : status === 'unknown'
            ? 'Nothing is known about it.'
            : `It is ${was[status]}, and as far as is known by itself.`,
    none: 'Nothing is written down about it: it has been so since the first check.',
    entry: (sentence: string) => `Show in the journal: ${sentence}`,
    step: ({ type, status, data, name, kind, serviceId }: Step, id: string) =>
      kind === 'check'
        ? checked(status, data, serviceId === id ? null : name)
        : facts.sentence(type, { ...data, name, status }),
    leftOut: (many: number, of: string | null) =>
      `${count(many, 'more check', 'more checks')}${of === null ? '' : ` of ${of}`} in between, with the same outcome`,
    kinds: {
      check: 'Check',
      transition: 'Change of state',
      cause: 'Cause',
      maintenance: 'Maintenance',
      monitor: 'Change of the monitor',
      settings: 'Change of the settings',
      deployment: 'Deployment',
    } as Record<Step['kind'], string>,
    by: (who: string) => `by ${who}`,
  },
  chart: {
    title: 'Response times and outages',
    range: 'Span',
    ranges: { day: '24 h', week: '7 d', month: '30 d', years: '2 y' },
    empty: 'Nothing was checked in this time.',
    average: 'average',
    between: 'fastest to slowest',
    offline: 'offline',
    degraded: 'degraded',
    maintenance: 'maintenance',
    slider: 'Read the chart, point by point',
    hint: 'Move over the chart, or choose it and use the arrow keys, to read it point by point.',
    point: (time: string, avg: number | null, status: ServiceState | null) =>
      `${time}: ${avg === null ? 'no response' : milliseconds(avg)}, ${status === null ? 'in maintenance' : was[status]}`,
    table: 'The same as a table',
    columns: { time: 'From', average: 'Average', slowest: 'Slowest', good: 'Good checks', state: 'Worst state' },
    good: (good: number, checks: number) => `${good} of ${checks}`,
    none: 'none',
  },
  changes: {
    title: 'Changes of state',
    empty: 'It has not changed its state yet.',
    columns: { when: 'When', change: 'Change', lasted: 'Lasted', reason: 'Reason', why: 'Why' },
    change: (from: ServiceState, to: ServiceState) => `${was[from]} → ${was[to]}`,
    changeSaid: (from: ServiceState, to: ServiceState) => `from ${was[from]} to ${was[to]}`,
    still: 'until now',
    because: (name: string) => `because of ${name}`,
    maintenance: 'in maintenance',
    noReason: 'none given',
    why: 'Why?',
    whyNamed: (time: string) => `Why did it change on ${time}?`,
    more: 'Show more',
    shown: (many: number) => `${count(many, 'change', 'changes')} shown`,
  },
}
