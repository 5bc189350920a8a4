import type { Selectable } from 'kysely'
import type { Monitor, Service } from '../../contracts/status.ts'
import type { StatusTables } from './domain.ts'
import type { Target } from './kinds/attempt.ts'

export type MonitorRow = Selectable<StatusTables['monitor']>

/** A monitor as a person set it. Where it calls is no part of what is remembered as an answer. */
export const toMonitor = (row: MonitorRow, pushPath: string | null = null): Monitor => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  target: row.target,
  intervalSeconds: row.interval_seconds,
  timeoutMs: row.timeout_ms,
  group: row.group_name,
  acceptedCodes: row.accepted_codes,
  retries: row.retries,
  retrySeconds: row.retry_seconds,
  degradedAboveMs: row.degraded_above_ms,
  dependsOn: row.depends_on,
  options: row.options,
  pushPath,
  service: row.service,
  source: row.source,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

/** Whose word a tile is. While a source is silent, it is its last one, until a check of our own was made. */
function wordOf({ source, last_known_at: known, last_check_at: checked }: MonitorRow) {
  const own = known !== null && checked !== null && checked > known
  return own ? { source: null, lastKnownAt: null } : { source, lastKnownAt: known?.toISOString() ?? null }
}

/** Its source has it in maintenance, in a window of its own that we know nothing of. */
const overThere = ({ id, source_maintenance: maintained }: MonitorRow): Service['maintenance'] =>
  maintained ? { id, title: 'Maintenance in Uptime Kuma', endsAt: null } : null

/** Its tile on the board. */
export const toTile = (row: MonitorRow, uptimePercentage: number | null): Service => ({
  id: row.id,
  name: row.name,
  group: row.group_name,
  kind: row.kind,
  status: row.status,
  since: row.since?.toISOString() ?? null,
  responseTimeMs: row.response_time_ms,
  lastCheckAt: row.last_check_at?.toISOString() ?? null,
  uptimePercentage,
  error: row.error,
  recent: row.recent,
  intervalSeconds: row.interval_seconds,
  failures: row.failures,
  retries: row.retries,
  becauseOf: row.because_of === null ? null : { id: row.because_of, name: row.because_of_name ?? '' },
  maintenance:
    row.maintenance_id === null
      ? overThere(row)
      : {
          id: row.maintenance_id,
          title: row.maintenance_title ?? '',
          endsAt: row.maintenance_ends_at?.toISOString() ?? null,
        },
  dependsOn: row.depends_on,
  ...wordOf(row),
  version: row.version,
})

export const toTarget = (row: MonitorRow): Target => ({
  kind: row.kind,
  target: row.target,
  timeoutMs: row.timeout_ms,
  acceptedCodes: row.accepted_codes,
  options: row.options,
})

/** When a check that was claimed at `now` and came to no end, as its process died, is due again. */
export const leaseEnd = (row: { interval_seconds: number; timeout_ms: number }, now: Date): Date =>
  new Date(now.getTime() + Math.max(row.interval_seconds * 1000, row.timeout_ms + 5000))
