import { type Kysely, sql } from 'kysely'
import type { DataOf } from '../../contracts/define.ts'
import { codesOf } from '../../contracts/monitor-kinds.ts'
import type { AddMonitor } from '../../contracts/status.ts'
import type { StatusTables } from './domain.ts'
import { leaseEnd } from './monitor-row.ts'
import { missedAt } from './push-token.ts'

/**
 * The columns that a person sets. The next check is one interval away, as the event of the change makes one at once; a
 * service that calls has that long to do so.
 */
export function settingsOf(settings: Omit<DataOf<typeof AddMonitor>, 'id'>, now: Date) {
  const timing = { interval_seconds: settings.intervalSeconds, timeout_ms: settings.timeoutMs }
  return {
    name: settings.name,
    kind: settings.kind,
    target: settings.target,
    ...timing,
    group_name: settings.group,
    accepted_codes: settings.acceptedCodes ?? [...codesOf(settings.kind)],
    retries: settings.retries ?? 0,
    retry_seconds: settings.retrySeconds ?? 20,
    degraded_above_ms: settings.degradedAboveMs ?? null,
    depends_on: settings.dependsOn ?? [],
    options: settings.options ?? {},
    updated_at: now,
    next_check_at: settings.kind === 'push' ? missedAt(settings.intervalSeconds, now) : leaseEnd(timing, now),
  }
}

/** The monitor that has this name already, whatever its case. */
export const findByName = (db: Kysely<StatusTables>, name: string): Promise<{ id: string; name: string } | undefined> =>
  db
    .selectFrom('monitor')
    .select(['id', 'name'])
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .executeTakeFirst()

/** Why the kind and the target of a connected service's monitor are not changed by hand, and why it is not removed. */
export const belongs = (name: string): string =>
  `"${name}" is watched because the service is connected. Change, switch off or disconnect the connection instead.`

/** Why a monitor that lives in another system is not changed or removed by hand. */
export const livesElsewhere = (name: string): string =>
  `"${name}" lives in Uptime Kuma. Change or remove it there, or disconnect Uptime Kuma in the connections.`

export const taken = (name: string): string => `There is a monitor named "${name}" already.`
