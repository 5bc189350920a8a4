import type { Severity } from '../../../contracts/alerts.ts'
import type { Role } from '../../../contracts/auth.ts'
import { SEVERITIES } from '../../../contracts/alert-kinds.ts'
import type { DeliveryTables, PreferenceTable } from './tables.ts'
import type { Kysely, Selectable, Transaction } from 'kysely'
import { minuteOfDay, nextAt, toMinutes } from './zone.ts'

export type Preference = Omit<Selectable<PreferenceTable>, 'user_id'>

/** How somebody is told who never chose. Web push is on, as a browser has to be added for it anyway. */
export const presetFor = (role: Role): Preference => ({
  severities: role === 'admin' ? [...SEVERITIES] : [],
  requests: true,
  page: true,
  push: true,
  email: false,
  quiet: null,
  digest_at: null,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  sealed_email: null,
})

export interface Person extends Preference {
  userId: string
  role: Role
}

/** People who may be told, with how they want it. */
export async function peopleOf(
  db: Kysely<DeliveryTables> | Transaction<DeliveryTables>,
  userId?: string,
): Promise<Person[]> {
  const rows = await db
    .selectFrom('person')
    .leftJoin('preference', 'preference.user_id', 'person.user_id')
    .selectAll('preference')
    .select(['person.user_id as id', 'person.role'])
    .where('person.enabled', '=', true)
    .$if(userId !== undefined, (query) => query.where('person.user_id', '=', userId!))
    .orderBy('person.user_id')
    .execute()
  return rows.map(({ id, role, user_id, ...chosen }) => ({
    ...(user_id === null ? presetFor(role) : (chosen as Preference)),
    userId: id,
    role,
  }))
}

/** Whether it is quiet then. From 22:00 to 07:00 goes over midnight. */
export function isQuiet(quiet: { from: string; to: string }, zone: string, at: Date): boolean {
  const [from, to, minute] = [toMinutes(quiet.from), toMinutes(quiet.to), minuteOfDay(zone, at)]
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

/** When to tell a person other than on the page, and what it waits for until then. */
export function dueFor(
  { quiet, digest_at: digestAt, timezone }: Pick<Preference, 'quiet' | 'digest_at' | 'timezone'>,
  severity: Severity,
  now: Date,
): { at: Date; held: 'quiet' | 'digest' | null } {
  const digest = digestAt !== null && severity !== 'critical'
  const at = digest ? nextAt(timezone, digestAt, now) : now
  const passes = severity === 'critical' && quiet?.exceptCritical === true
  if (quiet === null || passes || !isQuiet(quiet, timezone, at)) return { at, held: digest ? 'digest' : null }
  return { at: nextAt(timezone, quiet.to, at), held: digest ? 'digest' : 'quiet' }
}
