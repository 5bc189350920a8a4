import { type Kysely, sql } from 'kysely'
import type { StatusTables } from '../domain.ts'

export const DAYS = 90
const DAY_MS = 86_400_000
/** Days that are over change only where a history is read in from elsewhere. */
const FRESH_MS = 1_800_000

interface Count {
  checks: number
  good: number
}
/** Of one monitor: checks by day (UTC), as `2026-11-21`. */
type ByDay = ReadonlyMap<string, Count>

/** Days before today, by monitor, whose ids are nobody else's: 90 days of hours are too many to add up for every visitor. */
const past = new Map<string, { day: string; at: number; counts: ByDay }>()

export interface Uptime {
  /** Of the last 90 days, 0 to 100, never 100 after a failure; null before the first check. */
  uptimePercentage: number | null
  days: { day: string; uptimePercentage: number | null }[]
}

/** Share of good checks of the last 90 days and of each of them, the oldest first, by monitor. */
export async function uptimeByDay(
  db: Kysely<StatusTables>,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Uptime>> {
  const today = startOfDay(now)
  const from = new Date(today.getTime() - (DAYS - 1) * DAY_MS)
  const days = Array.from({ length: DAYS }, (_, i) => dayOf(new Date(from.getTime() + i * DAY_MS)))
  const [before, since] = await Promise.all([
    pastCounts(db, ids, from, today, now.getTime()),
    readCounts(db, ids, today, null),
  ])
  return new Map(ids.map((id) => [id, toUptime(days, new Map([...(before.get(id) ?? []), ...(since.get(id) ?? [])]))]))
}

function toUptime(days: readonly string[], counts: ByDay): Uptime {
  let checks = 0
  let good = 0
  const shares = days.map((day) => {
    const count = counts.get(day)
    checks += count?.checks ?? 0
    good += count?.good ?? 0
    return { day, uptimePercentage: count ? share(count) : null }
  })
  return { uptimePercentage: share({ checks, good }), days: shares }
}

const share = ({ checks, good }: Count): number | null =>
  checks === 0 ? null : Math.floor((good / checks) * 10_000) / 100

async function pastCounts(
  db: Kysely<StatusTables>,
  ids: readonly string[],
  from: Date,
  today: Date,
  now: number,
): Promise<ReadonlyMap<string, ByDay>> {
  const day = dayOf(today)
  for (const [id, known] of past) if (known.day !== day || now - known.at > FRESH_MS) past.delete(id)
  const unknown = ids.filter((id) => !past.has(id))
  if (unknown.length > 0) {
    const read = await readCounts(db, unknown, from, today)
    for (const id of unknown) past.set(id, { day, at: now, counts: read.get(id) ?? new Map() })
  }
  return new Map(ids.map((id) => [id, past.get(id)?.counts ?? new Map()]))
}

async function readCounts(
  db: Kysely<StatusTables>,
  ids: readonly string[],
  from: Date,
  to: Date | null,
): Promise<ReadonlyMap<string, ByDay>> {
  const rows = await db
    .selectFrom('check_hour')
    .select([
      'monitor_id',
      sql<number>`floor(extract(epoch from at) / 86400)::int`.as('day'),
      sql<number>`sum(checks)::int`.as('checks'),
      sql<number>`sum(good)::int`.as('good'),
    ])
    .where(sql<boolean>`monitor_id = any(${ids}::uuid[])`)
    .where('at', '>=', from)
    .$if(to !== null, (query) => query.where('at', '<', to!))
    .groupBy(['monitor_id', 'day'])
    .execute()
  const byMonitor = new Map<string, Map<string, Count>>()
  for (const { monitor_id: id, day, checks, good } of rows) {
    const counts = byMonitor.get(id) ?? new Map<string, Count>()
    byMonitor.set(id, counts.set(dayOf(new Date(day * DAY_MS)), { checks, good }))
  }
  return byMonitor
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
const startOfDay = (at: Date): Date => new Date(`${dayOf(at)}T00:00:00.000Z`)
