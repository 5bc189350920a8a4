import { Client } from 'pg'
import type { StatusTables } from '../../functions/status/domain.ts'
import { status } from '../../functions/status/domain.ts'
import { goOn } from '../../functions/status/history/roll-up.ts'
import { purge } from '../../functions/status/purge-results.ts'
import { onClient } from '../../bus/pg/kysely.ts'
import { prepareDomains } from '../../bus/pg/schema.ts'
import type { Bench, Figure } from './bench.ts'
import { fillMonitors, fillRaw, fillRolled } from './fill-history.ts'

const MONITORS = 20
const DAYS = 40
/** Hours of the years before: they are made as they are, and leave at the other end. */
const HOURS_BEFORE = 732
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SHOWN = [1, 2, 3, 5, 10, 20, 30, 31, 35, 40]

/** 40 days of 20 monitors at 20 s, rolled up and purged by the very functions, with the clock of the bench. */
export async function benchGrowth(bench: Bench): Promise<Figure[]> {
  await prepareDomains(bench.databaseUrl, [status], bench.log)
  const db = new Client({ connectionString: bench.databaseUrl, options: '-c search_path=status' })
  await db.connect()
  try {
    const end = Math.floor(Date.now() / DAY_MS) * DAY_MS
    const day = (n: number): Date => new Date(end - (DAYS - n) * DAY_MS)
    await fillMonitors(db, MONITORS, day(-HOURS_BEFORE))
    const sizes: Map<string, number>[] = []
    for (let n = 0; n < DAYS; n++) {
      await passDay(db, day(n))
      sizes.push(await sizesOf(db))
    }
    const hours = await hoursOfTwoYears(db, day(DAYS))
    const kept = (n: number): number =>
      ['check_result', 'check_5m'].reduce((sum, t) => sum + (sizes[n - 1]?.get(t) ?? 0), 0)
    const last = sizes.at(-1)!
    const total = kept(DAYS) + hours
    return [
      {
        what: `checks at 20 s and their 5 minutes, per monitor, after day ${SHOWN.join(', ')}`,
        value: SHOWN.map((n) => mb(kept(n))).join(', '),
        against: `of which single checks ${SHOWN.map((n) => mb(sizes[n - 1]!.get('check_result')!)).join(', ')}`,
      },
      {
        what: 'growth per monitor and day',
        value: `day 2 to 30: ${kb((kept(30) - kept(2)) / 28)} and ${kb(hours / HOURS_BEFORE)} of hours; after 30 days: ${kb((kept(40) - kept(31)) / 9)} and those of hours; after 2 years: none`,
      },
      {
        what: 'all that is kept of a monitor after 2 years',
        value: `${mb(total)} (checks ${mb(last.get('check_result')!)}, 5 minutes ${mb(last.get('check_5m')!)}, hours ${mb(hours)})`,
      },
    ]
  } finally {
    await db.end()
  }
}

/** A day as the clock makes it: checks come in, every hour is rolled up and purged; vacuum stands for the automatic one. */
async function passDay(db: Client, begin: Date): Promise<void> {
  const tx = onClient<StatusTables>(db)
  for (let hour = 0; hour < 24; hour += 6) {
    const from = new Date(begin.getTime() + hour * HOUR_MS)
    const to = new Date(from.getTime() + 6 * HOUR_MS)
    await fillRaw(db, { from, to })
    await db.query('begin')
    // a run goes six hours at most and begins with what it counts once more
    for (let runs = 0; runs < 2; runs++) await goOn(tx, to)
    await purge(tx, to)
    await db.query('commit')
    await db.query('vacuum (analyze) check_result, check_5m')
  }
}

async function hoursOfTwoYears(db: Client, end: Date): Promise<number> {
  for (let days = HOURS_BEFORE; days > 0; days -= 1) {
    const from = new Date(end.getTime() - days * DAY_MS)
    await fillRolled(db, 'check_hour', 60, { from, to: new Date(from.getTime() + DAY_MS) })
  }
  return (await sizesOf(db)).get('check_hour')!
}

/** Bytes on the disk per monitor, with indexes. */
async function sizesOf(db: Client): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; bytes: string }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
     where relname in ('check_result', 'check_5m', 'check_hour') and relnamespace = 'status'::regnamespace`,
  )
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes) / MONITORS]))
}

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`
const kb = (bytes: number): string => `${(bytes / 1e3).toFixed(1)} kB`
