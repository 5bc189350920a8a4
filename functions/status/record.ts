import { type Transaction, sql } from 'kysely'
import type { InputOf } from '../../contracts/define.ts'
import type { Check, Service, StatusChanged } from '../../contracts/status.ts'
import { decide, type Decision } from './decide.ts'
import type { StatusTables } from './domain.ts'
import { type MonitorRow, toTile } from './monitor-row.ts'
import { uptimes } from './uptime.ts'

interface Decided {
  row: MonitorRow
  check: Check
  decision: Decision
}

/**
 * Stores the results of checks with a few statements, however many they are, and announces each change of state. Gives
 * the tiles that changed. A result whose row is gone, or changed since it was probed, is dropped: it is out of date.
 */
export async function recordChecks(
  tx: Transaction<StatusTables>,
  checks: readonly Check[],
  announce: (change: InputOf<typeof StatusChanged>) => unknown,
): Promise<Service[]> {
  const byId = new Map(checks.map((check) => [check.monitorId, check]))
  const rows = await tx
    .selectFrom('monitor')
    .selectAll()
    .where(sql<boolean>`id = any(${[...byId.keys()]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    // whoever holds a row is about to change it
    .skipLocked()
    .execute()
  const decided = rows.flatMap((row): Decided[] => {
    const check = byId.get(row.id)
    if (!check || check.version !== row.version) return []
    return [{ row, check, decision: decide(row, check, new Date(check.at)) }]
  })
  if (decided.length === 0) return []
  await store(tx, decided)
  const last = new Date(Math.max(...decided.map(({ decision }) => decision.next.lastCheckAt.getTime())))
  const uptime = await uptimes(
    tx,
    last,
    decided.map(({ row }) => row.id),
  )
  return decided.map((one) => {
    const tile = toTile(after(one), uptime.get(one.row.id) ?? null)
    const { changedFrom: from } = one.decision
    if (from !== null)
      announce({
        monitorId: tile.id,
        name: tile.name,
        version: tile.version,
        from,
        status: tile.status,
        responseTimeMs: tile.responseTimeMs,
        error: tile.error,
        at: one.check.at,
      })
    return tile
  })
}

/** The row as it stands after the check. */
function after({ row, check, decision: { next } }: Decided): MonitorRow {
  return {
    ...row,
    version: row.version + 1,
    status: next.status,
    since: next.since,
    response_time_ms: next.responseTimeMs,
    last_check_at: next.lastCheckAt,
    error: next.error,
    recent: next.recent,
    next_check_at: new Date(check.nextCheckAt),
  }
}

/** The rows, their hours and the raw results in one statement. */
async function store(tx: Transaction<StatusTables>, decided: readonly Decided[]): Promise<void> {
  const json = JSON.stringify(decided.map((one) => ({ ...after(one), good: one.decision.next.good ? 1 : 0 })))
  await sql`
    with checked as materialized (
      select * from jsonb_to_recordset(${json}::jsonb) as c(
        id uuid, version integer, status text, since timestamptz, response_time_ms double precision,
        last_check_at timestamptz, error text, recent double precision[], next_check_at timestamptz, good integer)),
    hours as (
      insert into check_hour as u (monitor_id, at, checks, good, degraded, excluded, sum_ms)
      select id, date_trunc('hour', last_check_at, 'UTC'), 1, good, 0, 0, 0 from checked
      on conflict (monitor_id, at) do update set good = u.good + excluded.good, checks = u.checks + 1),
    results as (
      insert into check_result (monitor_id, at, status, response_time_ms, error)
      select id, last_check_at, status, response_time_ms, error from checked
      on conflict do nothing)
    update monitor m set
      version = c.version, status = c.status, since = c.since, response_time_ms = c.response_time_ms,
      last_check_at = c.last_check_at, error = c.error, recent = c.recent, next_check_at = c.next_check_at
    from checked c where m.id = c.id`.execute(tx)
}
