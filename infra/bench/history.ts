import { performance } from 'node:perf_hooks'
import { Client } from 'pg'
import { goOn } from '../../functions/status/history/roll-up.ts'
import { countDays } from '../../functions/status/history/rolled.ts'
import { purge } from '../../functions/status/purge-results.ts'
import type { StatusTables } from '../../functions/status/domain.ts'
import { onClient } from '../../bus/pg/kysely.ts'
import { type Figure, quantile } from './bench.ts'
import { fillMonitors, fillRaw, fillRolled, fillTransitions } from './fill-history.ts'
import { type BenchPortal, benchFolder, startBenchPortal } from './portal-process.ts'

const MONITORS = 500
const ROUNDS = 100
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const ms = (value: number): string => `${value.toFixed(1)} ms`

/** Questions about the past with all tables as full as they ever are: 2 days raw, 30 of 5 minutes, 2 years of hours. */
export async function benchHistory(): Promise<Figure[]> {
  const { dataDir, remove } = await benchFolder()
  const portal = await startBenchPortal(dataDir)
  const db = new Client({ connectionString: portal.file.databaseUrl ?? '', options: '-c search_path=status' })
  await db.connect()
  try {
    await portal.signIn()
    const now = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS)
    await fill(db, now)
    return [...(await ask(portal, db, now)), ...(await keep(db))]
  } finally {
    await db.end()
    await portal.stop()
    await remove()
  }
}

async function fill(db: Client, now: Date): Promise<void> {
  const ago = (days: number): Date => new Date(now.getTime() - days * DAY_MS)
  // rows are made right, so nothing is to be looked up for each
  await db.query('set session_replication_role = replica; set statement_timeout = 0; set synchronous_commit = off')
  const tables = ['check_hour', 'check_5m', 'check_result']
  const { rows } = await db.query<{ name: string; table: string }>(
    `select conname as name, conrelid::regclass::text as table from pg_constraint
     where contype = 'p' and conrelid = any($1::regclass[])`,
    [tables],
  )
  // an index over rows that are there is made much sooner
  for (const { name, table } of rows) await db.query(`alter table ${table} drop constraint ${name}`)
  await fillMonitors(db, MONITORS, ago(732))
  await fillTransitions(db, { from: ago(732), to: now })
  await fillRolled(db, 'check_hour', 60, { from: ago(732), to: now })
  await fillRolled(db, 'check_5m', 5, { from: ago(30), to: now })
  await fillRaw(db, { from: ago(2), to: now })
  for (const table of tables) await db.query(`alter table ${table} add primary key (monitor_id, at)`)
  await countDays(onClient<StatusTables>(db), new Date(0))
  await db.query('insert into roll_up (until) values ($1) on conflict (one) do update set until = $1', [now])
  await db.query('set session_replication_role = default')
  await db.query('vacuum analyze')
}

async function ask(portal: BenchPortal, db: Client, now: Date): Promise<Figure[]> {
  const ago = (milliseconds: number): string => new Date(now.getTime() - milliseconds).toISOString()
  const { rows } = await db.query<{ id: string }>('select id from monitor order by random()')
  const of = (n: number): string => `/api/status/${rows[n % rows.length]!.id}`
  const questions: [what: string, at: (n: number) => string, aim?: string][] = [
    ['history of 30 days', (n) => `${of(n)}/history?from=${ago(30 * DAY_MS)}`, 'under 50 ms'],
    ['history of 24 hours', (n) => `${of(n)}/history`],
    ['history of 12 hours, every check', (n) => `${of(n)}/history?from=${ago(12 * HOUR_MS)}`],
    ['history of 10 days by 5 minutes', (n) => `${of(n)}/history?from=${ago(10 * DAY_MS)}&resolution=5m`],
    ['history of 2 years by hours, first page', (n) => `${of(n)}/history?from=${ago(730 * DAY_MS)}`],
    ['a service with its uptime of a year', (n) => of(n)],
    ['what led to a state', (n) => `${of(n)}/explain?at=${ago(n * HOUR_MS)}`],
    ['changes of state, a page of 100', (n) => `/api/status?to=${ago(n * DAY_MS)}`],
    [
      'board of a minute of the last two days',
      (n) => `/api/dashboard/status?at=${ago(n * 28 * MINUTE_MS)}`,
      'under 200 ms',
    ],
    [
      'board of a minute of the last month',
      (n) => `/api/dashboard/status?at=${ago(2 * DAY_MS + n * 6 * HOUR_MS)}`,
      'under 200 ms',
    ],
    [
      'board of a minute of the last two years',
      (n) => `/api/dashboard/status?at=${ago(31 * DAY_MS + n * 6 * DAY_MS)}`,
      'under 200 ms',
    ],
    ['story of the board over 24 hours', () => '/api/dashboard/story'],
    [
      'story of the board over 30 days',
      (n) => `/api/dashboard/story?from=${ago((30 + n) * DAY_MS)}&to=${ago(n * DAY_MS)}`,
    ],
  ]
  const figures: Figure[] = []
  for (const [what, at, aim] of questions) {
    const took: number[] = []
    let bytes = 0
    for (let n = 0; n < ROUNDS; n++) {
      const begun = performance.now()
      bytes = (await portal.fetch('GET', at(n))).length
      took.push(performance.now() - begun)
    }
    figures.push({
      what: `${what}, ${MONITORS} services, full tables, ${Math.round(bytes / 1024)} kB`,
      value: `p50 ${ms(quantile(took, 0.5))}, p99 ${ms(quantile(took, 0.99))}`,
      ...(aim === undefined ? {} : { aim }),
    })
  }
  return figures
}

/** What keeping the tables costs: a slot of rolling up, and an hour's purge. */
async function keep(db: Client): Promise<Figure[]> {
  const timed = async (work: () => Promise<void>): Promise<number> => {
    await db.query('begin')
    const begun = performance.now()
    await work()
    const took = performance.now() - begun
    await db.query('commit')
    return took
  }
  const tx = onClient<StatusTables>(db)
  const { rows } = await db.query<{ until: Date }>('select until from roll_up')
  const until = rows[0]!.until
  await fillRaw(db, { from: until, to: new Date(until.getTime() + 2 * HOUR_MS) })
  const slots: number[] = []
  for (let n = 1; n <= 12; n++)
    slots.push(await timed(() => goOn(tx, new Date(until.getTime() + n * 5 * MINUTE_MS + MINUTE_MS))))
  const purged = await timed(() => purge(tx, new Date(until.getTime() + HOUR_MS)))
  return [
    {
      what: `rolling up 5 minutes of ${MONITORS} monitors at 20 s`,
      value: `p50 ${ms(quantile(slots, 0.5))}, worst ${ms(Math.max(...slots))}`,
    },
    { what: `dropping an hour of ${MONITORS} monitors at 20 s`, value: ms(purged) },
  ]
}
