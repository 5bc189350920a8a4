import type { Maintenance } from '../../../contracts/maintenance.ts'
import type { Plan } from './check-plan.ts'
import { type MaintenanceRow, windowAfter } from './windows.ts'

/** The columns that a person sets. */
export function columnsOf(plan: Plan, now: Date) {
  const again = Boolean(plan.cron)
  return {
    title: plan.title,
    note: plan.note || null,
    starts_at: again || plan.startsAt == null ? null : new Date(plan.startsAt),
    ends_at: again || plan.endsAt == null ? null : new Date(plan.endsAt),
    cron: plan.cron || null,
    duration_minutes: again ? (plan.durationMinutes ?? null) : null,
    timezone: plan.timezone || null,
    everything: plan.everything ?? false,
    groups: [...new Set(plan.groups)],
    monitor_ids: [...new Set(plan.monitorIds)],
    updated_at: now,
  }
}

/** A plan as a person set it, with where it stands. */
export const toMaintenance = (row: MaintenanceRow, now: Date): Maintenance => ({
  id: row.id,
  title: row.title,
  note: row.note,
  startsAt: row.starts_at?.toISOString() ?? null,
  endsAt: row.ends_at?.toISOString() ?? null,
  cron: row.cron,
  durationMinutes: row.duration_minutes,
  timezone: row.timezone,
  everything: row.everything,
  groups: row.groups,
  monitorIds: row.monitor_ids,
  active: row.active_since && {
    since: row.active_since.toISOString(),
    until: row.active_until?.toISOString() ?? null,
  },
  nextAt: windowAfter(row, now)?.since.toISOString() ?? null,
  updatedAt: row.updated_at.toISOString(),
})
