import { performance } from 'node:perf_hooks'
import { pino } from 'pino'
import { Client } from 'pg'
import { BusClient } from '../../bus/client.ts'
import { connectNats } from '../../bus/nats/connect.ts'
import { Sealer } from '../../bus/seal.ts'
import type { InputOf } from '../../contracts/define.ts'
import { ListRequests } from '../../contracts/media-requests.ts'
import { toCursor } from '../../functions/requests/list/cursor.ts'
import { REQUEST_STATUSES } from '../../contracts/media.ts'
import { GetRequestStatistics } from '../../contracts/request-rules.ts'
import { NAMESPACE } from '../namespace.ts'
import { type Figure, quantile } from './bench.ts'
import { fillRequests } from './fill-requests.ts'
import { type BenchPortal, benchFolder, startBenchPortal } from './portal-process.ts'

const REQUESTS = 100_000
const ROUNDS = 12
const ms = (value: number): string => `${value.toFixed(1)} ms`

type Input = InputOf<typeof ListRequests>
type Ask = (input: Input) => Promise<unknown>

interface Asking {
  ask: Ask
  /** Cursors of the input's order from all over the list. */
  places: (input: Input) => readonly string[]
}

const SORTS: Input[] = (['added', 'modified', 'title'] as const).flatMap((sort) =>
  (['desc', 'asc'] as const).map((order) => ({ sort, order })),
)
const FILTERS: [what: string, input: Input][] = [
  ['all', {}],
  ['open', { filter: 'open' }],
  ...REQUEST_STATUSES.map((filter): [string, Input] => [filter, { filter }]),
  ['films', { type: 'movie' }],
  ['music that was declined', { type: 'music', filter: 'declined' }],
  ['series that are open', { type: 'tv', filter: 'open' }],
]
/** A frequent word, one of a tenth of all, the beginning of some, one title, and none. */
const SEARCHES = ['the', 'river', 'signal of a', 'c4ca4238', 'nothing has this']

/** Pages of 100,000 requests at any place, for an admin and for a member with a twentieth of them, and the statistics. */
export async function benchRequests(): Promise<Figure[]> {
  const { dataDir, remove } = await benchFolder()
  const portal = await startBenchPortal(dataDir)
  const db = new Client({ connectionString: portal.file.databaseUrl ?? '', options: '-c search_path=requests' })
  await db.connect()
  const quiet = pino({ level: 'silent' })
  const link = await connectNats(portal.file.natsUrl ?? '', NAMESPACE, quiet)
  const client = new BusClient(link, new Sealer([Buffer.alloc(32, 7)]))
  try {
    await portal.signIn()
    const { memberId } = await fillRequests(db, REQUESTS)
    const who = { actor: `user:${memberId}`, role: 'user' as const, correlationId: memberId }
    const places = await placesIn(db)
    const asAdmin: Ask = (input) => overHttp(portal, input)
    const asMember: Ask = (input) => client.ask(ListRequests, input, who)
    return [
      ...(await lists('as an admin, through HTTP', { ask: asAdmin, places })),
      ...(await lists('as a member with 5,000 of them, through the bus', { ask: asMember, places })),
      await statistics(client, who),
    ]
  } finally {
    await client.stop()
    await link.nc.close()
    await db.end()
    await portal.stop()
    await remove()
  }
}

async function overHttp(portal: BenchPortal, input: Input): Promise<unknown> {
  const query = new URLSearchParams(Object.entries(input).map(([name, value]) => [name, String(value)]))
  return portal.fetch('GET', `/api/media/requests?${query}`)
}

async function placesIn(db: Client): Promise<Asking['places']> {
  const { rows } = await db.query<{ id: string; added: string; modified: string; title: string }>(
    `select id, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as added,
       to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as modified,
       left(lower(title), 60) as title
     from request order by md5(id::text) limit $1`,
    [ROUNDS],
  )
  return ({ sort = 'added', order = 'desc' }) =>
    rows.map((row) => toCursor(sort, order, { value: row[sort], id: row.id }))
}

async function lists(as: string, asking: Asking): Promise<Figure[]> {
  const shown = `${REQUESTS.toLocaleString('en')} requests, pages of 25, ${as}`
  const filtered = FILTERS.flatMap(([what, filter]) =>
    SORTS.map((sort): [string, Input] => [`${what}, ${sort.sort} ${sort.order}`, { ...filter, ...sort }]),
  )
  const searched = SEARCHES.flatMap((search) =>
    SORTS.map((sort): [string, Input] => [`“${search}”, ${sort.sort} ${sort.order}`, { search, ...sort }]),
  )
  for (let i = 0; i < 100; i++) await asking.ask({})
  return [
    await worst(`every sort and filter at any page, ${shown}`, 'under 20 ms p99', filtered, asking),
    await worst(`every sort with a search, ${shown}`, undefined, searched, asking),
  ]
}

/** The first page, then pages from places all over the list. */
async function worst(
  what: string,
  aim: string | undefined,
  questions: [string, Input][],
  { ask, places }: Asking,
): Promise<Figure> {
  const all: number[] = []
  const slowest: { name: string; p99: number }[] = []
  for (const [name, input] of questions) {
    const took: number[] = []
    for (const cursor of [undefined, ...places(input)]) {
      const begun = performance.now()
      await ask({ ...input, ...(cursor === undefined ? {} : { cursor }) })
      took.push(performance.now() - begun)
    }
    all.push(...took)
    slowest.push({ name, p99: quantile(took, 0.99) })
  }
  slowest.sort((a, b) => b.p99 - a.p99)
  const named = slowest.slice(0, 3).map(({ name, p99 }) => `${name} ${ms(p99)}`)
  return {
    what,
    value: `p50 ${ms(quantile(all, 0.5))}, p99 ${ms(quantile(all, 0.99))}`,
    against: `the slowest of ${questions.length} by their own p99: ${named.join('; ')}`,
    ...(aim === undefined ? {} : { aim }),
  }
}

async function statistics(client: BusClient, who: { actor: string; correlationId: string }): Promise<Figure> {
  const took: number[] = []
  for (let n = 0; n < 5; n++) {
    const begun = performance.now()
    await client.ask(GetRequestStatistics, { months: 36 }, { ...who, role: 'admin' as const })
    took.push(performance.now() - begun)
  }
  return {
    what: `statistics over all ${REQUESTS.toLocaleString('en')} requests`,
    value: `median ${ms(quantile(took, 0.5))}, worst ${ms(Math.max(...took))}`,
  }
}
