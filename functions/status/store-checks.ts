import { type Transaction, sql } from 'kysely'
import type { Decision } from './decide.ts'
import type { StatusTables } from './domain.ts'
import type { MonitorRow } from './monitor-row.ts'

export interface Recorded {
  decision: Decision
  next: MonitorRow
  /** Id of the event that told of a change of state; null where there was none. */
  transition: string | null
}

/** The rows, their hours, the raw results and the changes of state in one statement. */
export async function store(tx: Transaction<StatusTables>, recorded: readonly Recorded[]): Promise<void> {
  const json = JSON.stringify(
    recorded.map(({ decision, next, transition }) => ({
      ...next,
      verdict: decision.verdict,
      excluded: next.maintenance_id !== null,
      transition,
      from_status: decision.changedFrom,
    })),
  )
  await sql`
    with checked as materialized (
      select * from jsonb_to_recordset(${json}::jsonb) as c(
        id uuid, version integer, status text, since timestamptz, response_time_ms double precision,
        last_check_at timestamptz, error text, recent double precision[], next_check_at timestamptz, failures integer, shaky integer,
        changes integer, steps integer, because_of uuid, because_of_name text, certificate_ends_at timestamptz, maintenance_id uuid,
        verdict text, excluded boolean, transition uuid, from_status text)),
    hours as (
      insert into check_hour as u (monitor_id, at, checks, good, degraded, excluded, sum_ms, min_ms, max_ms)
      select id, date_trunc('hour', last_check_at, 'UTC'),
        (not excluded)::int, (not excluded and verdict <> 'offline')::int, (not excluded and verdict = 'degraded')::int,
        excluded::int, case when excluded then 0 else coalesce(response_time_ms, 0) end,
        case when not excluded then response_time_ms end, case when not excluded then response_time_ms end
      from checked
      on conflict (monitor_id, at) do update set
        checks = u.checks + excluded.checks, good = u.good + excluded.good, degraded = u.degraded + excluded.degraded,
        excluded = u.excluded + excluded.excluded, sum_ms = u.sum_ms + excluded.sum_ms,
        min_ms = least(u.min_ms, excluded.min_ms), max_ms = greatest(u.max_ms, excluded.max_ms)),
    results as (
      insert into check_result (monitor_id, at, status, response_time_ms, excluded, error)
      select id, last_check_at, verdict, response_time_ms, excluded, error from checked
      on conflict do nothing),
    changed as (
      insert into transition (id, monitor_id, change, at, from_status, status, response_time_ms, error, because_of,
        because_of_name, maintenance_id)
      select transition, id, changes, last_check_at, from_status, status, response_time_ms, error, because_of,
        because_of_name, maintenance_id
      from checked where transition is not null)
    update monitor m set
      version = c.version, status = c.status, since = c.since, response_time_ms = c.response_time_ms,
      last_check_at = c.last_check_at, error = c.error, recent = c.recent, next_check_at = c.next_check_at,
      failures = c.failures, shaky = c.shaky, changes = c.changes, steps = c.steps, because_of = c.because_of,
      because_of_name = c.because_of_name, certificate_ends_at = c.certificate_ends_at
    from checked c where m.id = c.id`.execute(tx)
}
