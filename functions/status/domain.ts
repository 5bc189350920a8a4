import type { Generated, GeneratedAlways } from 'kysely'
import type { z } from 'zod'
import type { MonitorKind, ServiceState } from '../../contracts/status.ts'
import { defineDomain } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'
import { services } from './migrations/0002-services.ts'

export interface StatusTables {
  /** What a person set, and how it stands since its last check. */
  monitor: {
    id: string
    /** Unique, whatever its case. */
    name: string
    kind: z.infer<typeof MonitorKind>
    target: string
    interval_seconds: number
    timeout_ms: number
    group_name: string | null
    accepted_codes: string[]
    created_at: Date
    updated_at: Date
    /** Grows with every change of the row but a claim. */
    version: number
    status: ServiceState
    since: Date | null
    response_time_ms: number | null
    last_check_at: Date | null
    error: string | null
    /** Response times of the latest checks, oldest first; null where one failed. */
    recent: Generated<(number | null)[]>
    /** Moved forward by whoever claims the check, so that nobody else makes it. */
    next_check_at: Date
    /** The connected service that it stands for; null for one made by hand. */
    service: Generated<string | null>
  }
  /** What was last heard of each service's connection, also of one that is gone. */
  connection: { service: string; version: number }
  /** Good checks of all checks by hour (UTC). */
  uptime_hour: { monitor_id: string; hour: Date; good: number; total: number }
  /** Every check of the last 48 hours. */
  check_result: {
    position: GeneratedAlways<string>
    monitor_id: string
    at: Date
    status: ServiceState
    response_time_ms: number | null
    error: string | null
  }
}

export const status = defineDomain<StatusTables>({
  name: 'status',
  migrations: { '0001_init': init, '0002_services': services },
})
