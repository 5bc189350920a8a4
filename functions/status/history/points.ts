import { type Kysely, sql } from 'kysely'
import type { HistoryPoint, Resolution } from '../../../contracts/history.ts'
import type { StatusTables } from '../domain.ts'
import { averageOf, type Rolled, spansOf } from './rolled.ts'
import { HOUR_MS, type Oldest, type Range, worstOf } from './spans.ts'

type Db = Kysely<StatusTables>

/** At most `limit` points of one monitor that begin in a range, the oldest first. */
export function pointsOf(
  db: Db,
  monitorId: string,
  resolution: Resolution,
  range: Range,
  limit: number,
): Promise<HistoryPoint[]> {
  return READ[resolution](db, monitorId, range, limit)
}

type Read = (db: Db, monitorId: string, range: Range, limit: number) => Promise<HistoryPoint[]>

const READ: Record<Resolution, Read> = {
  raw: async (db, monitorId, range, limit) => {
    const rows = await db
      .selectFrom('check_result')
      .select(['at', 'status', 'response_time_ms', 'excluded', 'error'])
      .where('monitor_id', '=', monitorId)
      .where('at', '>=', range.from)
      .where('at', '<', range.to)
      .orderBy('at')
      .limit(limit)
      .execute()
    return rows.map(({ at, status, excluded, error, response_time_ms: ms }) => {
      const counts = !excluded && status !== 'unknown'
      return {
        at: at.toISOString(),
        status: excluded ? null : status,
        checks: counts ? 1 : 0,
        good: counts && status !== 'offline' ? 1 : 0,
        degraded: counts && status === 'degraded' ? 1 : 0,
        excluded: excluded ? 1 : 0,
        avgMs: ms,
        minMs: ms,
        maxMs: ms,
        error,
      }
    })
  },
  '5m': async (db, monitorId, range, limit) => (await spansOf(db, monitorId, range, limit)).map(toPoint),
  // kept up to date with every check, so nothing is to be added
  '1h': async (db, monitorId, range, limit) => {
    const rows = await db
      .selectFrom('check_hour')
      .selectAll()
      .where('monitor_id', '=', monitorId)
      .where('at', '>=', range.from)
      .where('at', '<', range.to)
      .orderBy('at')
      .limit(limit)
      .execute()
    return rows.map(toPoint)
  },
}

const toPoint = (rolled: Rolled): HistoryPoint => ({
  at: rolled.at.toISOString(),
  status: worstOf(rolled),
  checks: rolled.checks,
  good: rolled.good,
  degraded: rolled.degraded,
  excluded: rolled.excluded,
  avgMs: averageOf(rolled),
  minMs: rolled.min_ms,
  maxMs: rolled.max_ms,
  error: null,
})

/** The oldest of each resolution; 5 minutes may be made of single checks. */
export async function oldestOf(db: Db, monitorId: string): Promise<Oldest> {
  const { rows } = await sql<Oldest>`
    select raw, least("5m", raw) as "5m", "1h" from (
      select (select min(at) from check_result where monitor_id = ${monitorId}) as raw,
        (select min(at) from check_5m where monitor_id = ${monitorId}) as "5m",
        (select min(at) from check_hour where monitor_id = ${monitorId}) as "1h") found`.execute(db)
  return rows[0] ?? { raw: null, '5m': null, '1h': null }
}

/** From when on there is anything: the first check that is kept, or the hour of one that is not. */
export function beginningOf({ raw, '1h': hour }: Oldest): Date | null {
  return hour && raw && raw.getTime() - hour.getTime() >= HOUR_MS ? hour : (raw ?? hour)
}
