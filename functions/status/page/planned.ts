import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { GetPublicStatus } from '../../../contracts/status-page.ts'
import type { StatusTables } from '../domain.ts'
import { activeOf, type MaintenanceRow, windowAfter } from '../maintenance/windows.ts'
import type { Shown } from './shown.ts'

export type Planned = z.infer<typeof GetPublicStatus.result>['maintenance'][number]

/** How far ahead strangers are told. */
const AHEAD_MS = 14 * 86_400_000

/** For each plan that covers something shown: the window that is open, or else the next within 14 days; the soonest first. */
export async function plannedFor(db: Kysely<StatusTables>, shown: readonly Shown[], now: Date): Promise<Planned[]> {
  const rows = await db
    .selectFrom('maintenance')
    .selectAll()
    .where((is) => is.or([is('cron', 'is not', null), is('ends_at', '>', now)]))
    .orderBy('id')
    .execute()
  const planned = rows.flatMap((row) => {
    if (!shown.some((one) => covers(row, one))) return []
    const window = activeOf(row) ?? windowAfter(row, now)
    if (!window || window.since.getTime() > now.getTime() + AHEAD_MS) return []
    const { since, until } = window
    return [{ title: row.title, note: row.note, startsAt: since.toISOString(), endsAt: until.toISOString() }]
  })
  return planned.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))
}

const covers = (row: MaintenanceRow, one: Shown): boolean =>
  row.everything || row.monitor_ids.includes(one.id) || (one.group_name !== null && row.groups.includes(one.group_name))
