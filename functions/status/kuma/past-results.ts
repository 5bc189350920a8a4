import { sql } from 'kysely'
import type { ServiceState } from '../../../contracts/status.ts'
import { RECOUNTED_MS } from '../history/roll-up.ts'
import { rollUp } from '../history/rolled.ts'
import { KEPT_MS, later, SPAN_MS, spanOf } from '../history/spans.ts'
import type { Tx } from './source.ts'

export interface PastResult {
  monitorId: string
  at: Date
  status: ServiceState
  responseTimeMs: number | null
  error: string | null
  excluded: boolean
}

/** Spans at the edge of what is kept raw may have lost a part of their results. */
const SAFE_MS = KEPT_MS.raw - 2 * SPAN_MS

/**
 * Stores results that change no state, with their hours; `recount` sees to their 5 minutes. One that is there already changes nothing. Older
 * than what is kept raw, only its hour counts it.
 */
export async function storePast(tx: Tx, past: readonly PastResult[], now: Date): Promise<void> {
  if (past.length === 0) return
  const json = JSON.stringify(past)
  const rawSince = spanOf(later(now, -SAFE_MS), SPAN_MS)
  await sql`
    with given as materialized (
      select "monitorId" as monitor_id, at, status, "responseTimeMs" as ms, error, excluded
      from jsonb_to_recordset(${json}::jsonb) as g(
        "monitorId" uuid, at timestamptz, status text, "responseTimeMs" real, error text, excluded boolean)),
    stored as (
      insert into check_result (monitor_id, at, status, response_time_ms, excluded, error)
      select monitor_id, at, status, ms, excluded, error from given where at >= ${rawSince}
      on conflict do nothing returning monitor_id, at),
    fresh as (
      select g.* from given g where g.at < ${rawSince} and g.at > ${later(now, -KEPT_MS['1h'])}
      union all select g.* from given g join stored using (monitor_id, at))
    insert into check_hour as u (monitor_id, at, checks, good, degraded, excluded, sum_ms, min_ms, max_ms)
    select monitor_id, date_trunc('hour', at, 'UTC'),
      count(*) filter (where not excluded), count(*) filter (where not excluded and status <> 'offline'), 0,
      count(*) filter (where excluded), coalesce(sum(ms) filter (where not excluded), 0),
      min(ms) filter (where not excluded), max(ms) filter (where not excluded)
    from fresh group by 1, 2
    on conflict (monitor_id, at) do update set
      checks = u.checks + excluded.checks, good = u.good + excluded.good, excluded = u.excluded + excluded.excluded,
      sum_ms = u.sum_ms + excluded.sum_ms, min_ms = least(u.min_ms, excluded.min_ms),
      max_ms = greatest(u.max_ms, excluded.max_ms)`.execute(tx)
}

/** Counts the 5 minutes of results once more that came too late to be counted by the clock. Call it when all are stored. */
export async function recount(tx: Tx, stored: readonly { monitorId: string; at: Date }[], now: Date): Promise<void> {
  const rawSince = spanOf(later(now, -SAFE_MS), SPAN_MS)
  const late = stored.filter(({ at }) => at >= rawSince && at < later(now, -RECOUNTED_MS))
  if (late.length === 0) return
  const times = late.map(({ at }) => at.getTime())
  const from = spanOf(new Date(Math.min(...times)), SPAN_MS)
  const to = later(spanOf(new Date(Math.max(...times)), SPAN_MS), SPAN_MS)
  await rollUp(tx, { from, to }, [...new Set(late.map(({ monitorId }) => monitorId))])
}
