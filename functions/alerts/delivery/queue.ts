import { randomUUID } from 'node:crypto'
import { type Insertable, sql, type Transaction } from 'kysely'
import type { Alert, TRANSITIONS } from '../../../contracts/alerts.ts'
import type { AlertTables } from '../domain.ts'
import { hasReceiver } from './receivers.ts'
import { toQueued } from './message.ts'
import { dueFor, peopleOf, type Person } from './preference.ts'
import { selects } from './select.ts'
import type { ChannelRow, DeliveryTable, Method } from './tables.ts'

/** A change in the life of an alert that people are told of. */
export interface Told {
  /** Of the transition; the same however often its cause is handled. */
  id: string
  transition: (typeof TRANSITIONS)[number]
  /** When it happened, which may be long before now. */
  at: Date
  /** As it stands after the change. */
  alert: Alert
  incident: { id: string; title: string } | null
  /** Who did it, where a person did. */
  actor: string | null
  /** How to put it in one sentence: what was seen. */
  text: string
}

/** One way to somebody. */
interface Way {
  lane: string
  method: Method
  target: string
  name: string
  channel?: ChannelRow
  person?: Person
}

/**
 * Queues a message for every channel and every person that wants to know, in the transaction that makes the change. Who
 * was told of this transition already is not told again: a repeat of the same one adds nothing, and an alert that was
 * raised once more because it grew worse reaches only those who were not told. That it came back reaches these and whoever
 * wants to know of it now; what else comes after reaches just those who were told that it was there.
 */
export async function queueDeliveries(tx: Transaction<AlertTables>, told: readonly Told[], now: Date): Promise<void> {
  if (told.length === 0) return
  const ways = await waysOf(tx)
  for (const one of told) {
    const informed = await informedOf(tx, one.alert.id)
    const rows = ways
      .filter((way) => isTold(one.transition, informed.has(way.lane), () => wants(way, one)))
      .map((way) => rowOf(way, one, now))
    if (rows.length === 0) continue
    await tx
      .insertInto('delivery')
      .values(rows)
      .onConflict((oc) => oc.columns(['told_id', 'lane']).doNothing())
      .execute()
  }
}

function isTold(transition: Told['transition'], informed: boolean, wanted: () => boolean): boolean {
  if (transition === 'raised') return !informed && wanted()
  return informed || (transition === 'reopened' && wanted())
}

async function waysOf(tx: Transaction<AlertTables>): Promise<Way[]> {
  const channels = await tx
    .selectFrom('channel')
    .selectAll()
    .where('enabled', '=', true)
    .orderBy('created_at')
    .execute()
  const people = await peopleOf(tx)
  const browsers = await tx.selectFrom('push_browser').select(['id', 'user_id']).orderBy('created_at').execute()
  const way = (method: Method, target: string, name: string, more: Partial<Way>): Way => ({
    lane: `${method}:${target}`,
    method,
    target,
    name,
    ...more,
  })
  const mailers = channels.some(({ kind }) => kind === 'email')
  return [
    ...channels.filter(hasReceiver).map((channel) => way('channel', channel.id, channel.name, { channel })),
    ...people.flatMap((person) => [
      ...(person.page ? [way('page', person.userId, 'Page', { person })] : []),
      ...(person.push
        ? browsers
            .filter(({ user_id }) => user_id === person.userId)
            .map(({ id }) => way('push', id, 'Web push', { person }))
        : []),
      ...(person.email && person.sealed_email !== null && mailers
        ? [way('email', person.userId, 'E-mail', { person })]
        : []),
    ]),
  ]
}

/** Lanes that were told, or are about to be, that this alert was there. */
async function informedOf(tx: Transaction<AlertTables>, alertId: string): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('delivery')
    .select('lane')
    .distinct()
    .where('alert_id', '=', alertId)
    .where('transition', 'in', ['raised', 'reopened'])
    .where(sql<boolean>`state in ('waiting', 'sent', 'summarised')`)
    .execute()
  return new Set(rows.map(({ lane }) => lane))
}

function wants({ channel, person }: Way, { alert }: Told): boolean {
  if (channel) return selects(channel.selection, alert)
  if (!person) return false
  return person.severities.includes(alert.severity) && (person.role === 'admin' || alert.subject.kind === 'service')
}

function rowOf({ lane, method, target, name, person }: Way, told: Told, now: Date): Insertable<DeliveryTable> {
  const message = toQueued(told, { full: !person || person.role === 'admin' })
  const { at: due, held } =
    person && method !== 'page' ? dueFor(person, message.severity, now) : { at: now, held: null }
  return {
    id: randomUUID(),
    told_id: told.id,
    lane,
    method,
    target,
    user_id: person?.userId ?? null,
    channel_name: name,
    alert_id: told.alert.id,
    transition: told.transition,
    at: told.at,
    message: JSON.stringify(message),
    held,
    due_at: due,
    since: due,
    queued_at: now,
  }
}
