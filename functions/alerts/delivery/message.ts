import type { TOLD } from '../../../contracts/alert-kinds.ts'
import type { Severity } from '../../../contracts/alerts.ts'
import type { ToldAlert, WebhookBody } from '../../../contracts/channels.ts'
import { joinUrl } from '../../../bus/index.ts'
import type { Message } from '../channels/message.ts'
import type { Told } from './queue.ts'
import type { DeliveryRow } from './tables.ts'
import { showTime } from './zone.ts'

type Transition = Exclude<(typeof TOLD)[number], 'news'>

/** What is stored of a transition so that it can be told later, as it stood then. */
export interface QueuedMessage {
  title: string
  text: string
  severity: Severity
  /** Where on the page it leads. */
  path: string
  /** For those who may know all of it. */
  alert?: ToldAlert
  service?: { id: string; name: string; group?: string }
  incident?: { id: string; title: string }
  /** Of news: which fact, whether it is a good one, and by id whose words the text quotes. */
  news?: { fact: string; mood: Message['mood']; by?: string }
}

const WORDS: Record<Transition, (title: string) => string> = {
  raised: (title) => title,
  acknowledged: (title) => `Acknowledged: ${title}`,
  resolved: (title) => `Resolved: ${title}`,
  reopened: (title) => `Again: ${title}`,
}
const MOODS: Record<Transition, Message['mood']> = {
  raised: 'bad',
  acknowledged: 'neutral',
  resolved: 'good',
  reopened: 'bad',
}

/** Null is a key that does not apply, however deep it stands. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present)
  if (typeof value !== 'object' || value === null) return value
  const applies = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined)
  return Object.fromEntries(applies.map(([key, inner]) => [key, present(inner)]))
}

/** What is kept of a transition; of an alert, people who are no admins learn no reason. */
export function toQueued(told: Told, { full }: { full: boolean }): QueuedMessage {
  const { alert, incident, text } = told
  const { subject } = alert
  const { id, name, group } = subject
  const lines = [
    full && text,
    `Severity: ${alert.severity}.${subject.kind === 'service' ? ` Service: ${name}${group ? ` (${group})` : ''}.` : ''}`,
    full && incident && `Part of the incident “${incident.title}”.`,
  ]
  return {
    title: WORDS[told.transition](alert.title),
    text: lines.filter(Boolean).join('\n'),
    severity: alert.severity,
    path: `/alerts?alert=${alert.id}`,
    ...(full && {
      alert: present(alert) as ToldAlert,
      ...(subject.kind === 'service' && { service: { id, name, ...(group ? { group } : {}) } }),
      ...(incident && { incident: { id: incident.id, title: incident.title } }),
    }),
  }
}

type Row = Pick<DeliveryRow, 'alert_id' | 'transition' | 'at' | 'message'>

const urlOf = (portalUrl: string | null, path: string): string | undefined => {
  if (portalUrl === null) return undefined
  const [place = '', query] = path.split('?')
  return `${joinUrl(portalUrl, place)}${query ? `?${query}` : ''}`
}

/** One transition as a message. */
export function single(id: string, row: Row, { portalUrl, zone }: { portalUrl: string | null; zone: string }): Message {
  const { message, transition, at } = row
  const url = urlOf(portalUrl, message.path)
  const { alert, service, incident } = message
  const body: WebhookBody = {
    id,
    ...(transition !== 'news' && { transition }),
    at: at.toISOString(),
    ...(alert && { alert }),
    ...(service && { service }),
    ...(incident && { incident }),
    ...(url !== undefined && { url }),
  }
  const text = `${message.text}\nAt ${showTime(at, zone)}.`
  return {
    id,
    title: message.title,
    text,
    severity: message.severity,
    mood: transition === 'news' ? (message.news?.mood ?? 'neutral') : MOODS[transition],
    at,
    path: message.path,
    url,
    body,
  }
}

/** Lines that a text lists; the rest is counted. */
const LISTED = 20

const isChange = <R extends Row>(row: R): row is R & { transition: Transition } => row.transition !== 'news'

/** Several transitions in one message, with what is still open after them. */
export function summary(
  id: string,
  rows: readonly Row[],
  { portalUrl, zone, now }: { portalUrl: string | null; zone: string; now: Date },
): Message {
  const times = rows.map(({ at }) => at.getTime())
  const [from, to] = [new Date(Math.min(...times)), new Date(Math.max(...times))]
  const changes = rows.filter(isChange)
  const last = new Map(changes.map((row) => [row.alert_id, row]))
  const open = [...last.values()].filter(({ transition }) => transition !== 'resolved')
  const count = (wanted: Transition): number => rows.filter(({ transition }) => transition === wanted).length
  const counts = (['raised', 'reopened', 'acknowledged', 'resolved'] as const)
    .filter((transition) => count(transition) > 0)
    .map((transition) => `${count(transition)} ${transition}`)
  if (changes.length < rows.length) counts.push(`${rows.length - changes.length} about requests`)
  const head = `${rows.length} changes from ${showTime(from, zone)} to ${showTime(to, zone)}: ${counts.join(', ')}.`
  const list = (title: string, lines: string[]): string[] => [
    title,
    ...lines.slice(0, LISTED).map((line) => `- ${line}`),
    ...(lines.length > LISTED ? [`- and ${lines.length - LISTED} more`] : []),
  ]
  const text = [
    head,
    ...(open.length === 0
      ? changes.length === 0
        ? []
        : ['Nothing of it is still open.']
      : list(
          `Still open: ${open.length}.`,
          open.map(({ message }) => `${message.title} (${message.severity})`),
        )),
    ...list(
      'What happened:',
      rows.map(({ at, message }) => `${showTime(at, zone)} ${message.title}`),
    ),
  ].join('\n')
  const worst = (['critical', 'warning', 'info'] as const).find((level) =>
    open.some((r) => r.message.severity === level),
  )
  const url = urlOf(portalUrl, '/alerts')
  const standing = `${open.length === 0 ? 'none' : open.length} still open`
  const title =
    changes.length === 0
      ? `${rows.length} messages about requests`
      : `${changes.length} alerts meanwhile, ${standing}${changes.length < rows.length ? `, and ${rows.length - changes.length} about requests` : ''}`
  const body: WebhookBody = {
    id,
    at: now.toISOString(),
    ...(url !== undefined && { url }),
    summary: {
      text: head,
      from: from.toISOString(),
      to: to.toISOString(),
      count: rows.length,
      open: open.map(({ alert_id, message }) => ({
        alertId: alert_id,
        title: message.alert?.title ?? message.title,
        severity: message.severity,
      })),
      transitions: changes.map(({ transition, at, alert_id, message }) => ({
        transition,
        at: at.toISOString(),
        alertId: alert_id,
        title: message.alert?.title ?? message.title,
      })),
    },
  }
  return {
    id,
    title,
    text,
    severity: worst ?? 'info',
    mood: open.length > 0 ? 'bad' : changes.length > 0 ? 'good' : 'neutral',
    at: now,
    path: '/alerts',
    url,
    body,
  }
}

/** What a channel is tried with. */
export function trial(id: string, channel: string, now: Date, portalUrl: string | null): Message {
  const url = urlOf(portalUrl, '/alerts/channels')
  const title = 'MediaNest can reach you here'
  const body: WebhookBody = { id, at: now.toISOString(), test: true, ...(url !== undefined && { url }) }
  const text = `This is a test of the channel “${channel}”. Nothing is wrong.`
  return { id, title, text, severity: 'info', mood: 'neutral', at: now, path: '/alerts/channels', url, body }
}
