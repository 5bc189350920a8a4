import type { Generated } from 'kysely'
import type { CheckOptions, MonitorKind } from '../../contracts/monitor.ts'
import type { ServiceState } from '../../contracts/status.ts'
import { defineDomain } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'
import { services } from './migrations/0002-services.ts'
import { story } from './migrations/0003-story.ts'

export interface StatusTables {
  /** What a person set, and how it stands since its last check. */
  monitor: {
    id: string
    /** Unique, whatever its case. */
    name: string
    kind: MonitorKind
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
    retries: Generated<number>
    retry_seconds: Generated<number>
    degraded_above_ms: Generated<number | null>
    options: Generated<CheckOptions>
    depends_on: Generated<string[]>
    /** Failed checks in a row. */
    failures: Generated<number>
    /** How unsteady it is, see `decide`. */
    shaky: Generated<number>
    because_of: Generated<string | null>
    because_of_name: Generated<string | null>
    /** Changes of state so far. */
    changes: Generated<number>
    /** Changes of state and of cause so far, as announced. */
    steps: Generated<number>
    maintenance_id: Generated<string | null>
    maintenance_title: Generated<string | null>
    maintenance_ends_at: Generated<Date | null>
    certificate_ends_at: Generated<Date | null>
    /** Sealed; its SHA-256 beside it finds the row. */
    push_token: Generated<string | null>
    push_token_hash: Generated<string | null>
    /** When a push monitor called last. */
    called_at: Generated<Date | null>
    /** A monitor that lives elsewhere (`uptime-kuma`), under the id that it has there. */
    source: Generated<string | null>
    source_id: Generated<string | null>
    /** Time of the last word of its source that counted, by the clock over there. */
    source_at: Generated<Date | null>
    /** Its source has it in maintenance. */
    source_maintenance: Generated<boolean>
    /** Its source has paused it: nobody checks it. */
    paused: Generated<boolean>
    /** Set while its source is silent; a check after this is our own, made in its place. */
    last_known_at: Generated<Date | null>
  }
  /** Systems whose monitors are shown here. */
  source: {
    /** As in `monitor.source`. */
    name: string
    /** Of its connection. */
    version: number
    /** The one process that follows it, while its lease runs. */
    holder: string
    held_until: Date
    /** Since when that one tries. */
    followed_since: Date
    heard_at: Date | null
    /** Since when it counts as lost. */
    lost_at: Date | null
    error: string | null
    /** Sealed: signs in without a password, as long as the connection has this version. */
    token: string | null
    token_version: number | null
  }
  /** What was last heard of each service's connection, also of one that is gone. */
  connection: { service: string; version: number }
  /** Every check of the last 48 hours. */
  check_result: {
    monitor_id: string
    at: Date
    response_time_ms: number | null
    status: ServiceState
    /** Made in a maintenance window: it counts neither way. */
    excluded: Generated<boolean>
    error: string | null
  }
  /** Results by 5 minutes, for 30 days. */
  check_5m: RolledUp
  /** Results by hour (UTC), for 2 years. */
  check_hour: RolledUp
  /** Sums of hours by day (UTC), for 2 years: a year of hours is too much to add up for a question. */
  check_day: Pick<RolledUp, 'monitor_id' | 'at' | 'checks' | 'good'>
  /** Up to when all results stand in `check_5m`; one row, or none before the first time. */
  roll_up: { one: Generated<boolean>; until: Date }
  /** Every change of state; its id is that of the event. */
  transition: {
    id: string
    monitor_id: string
    /** Counts those of one monitor, from 1. */
    change: number
    at: Date
    from_status: ServiceState
    status: ServiceState
    response_time_ms: number | null
    error: string | null
    because_of: string | null
    because_of_name: string | null
    maintenance_id: string | null
  }
  /** What somebody did that may explain a change of state: settings, monitors, deployments. The id is the event's. */
  influence: {
    id: string
    at: Date
    type: string
    monitor_id: string | null
    /** Of the catalogue, where it is about one. */
    service: string | null
    actor: string
    data: Record<string, unknown>
  }
  /** Planned windows: one time, or by `cron` with a length. */
  maintenance: {
    id: string
    title: string
    note: string | null
    starts_at: Date | null
    ends_at: Date | null
    cron: string | null
    duration_minutes: number | null
    timezone: string | null
    everything: boolean
    groups: string[]
    monitor_ids: string[]
    active_since: Date | null
    active_until: Date | null
    /** Monitors that the open window was announced with. */
    covered: Generated<string[]>
    created_at: Date
    updated_at: Date
    version: number
  }
  /** The public status page: one row or none. */
  page: {
    one: Generated<boolean>
    enabled: boolean
    title: string
    description: string | null
    groups: string[]
    response_times: boolean
    version: number
    updated_at: Date
  }
}

export interface RolledUp {
  monitor_id: string
  /** Start of the span. */
  at: Date
  checks: number
  /** Of `checks`: those that were answered, slow ones too. */
  good: number
  degraded: number
  /** Made in maintenance; not part of `checks`. */
  excluded: number
  sum_ms: number
  min_ms: number | null
  max_ms: number | null
}

export const status = defineDomain<StatusTables>({
  name: 'status',
  migrations: { '0001_init': init, '0002_services': services, '0003_story': story },
})
