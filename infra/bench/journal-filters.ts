import { performance } from 'node:perf_hooks'
import { Client } from 'pg'
import { type Figure, quantile } from './bench.ts'
import type { BenchPortal } from './portal-process.ts'

const ROUNDS = 40
const CORRELATION = '00000000-0000-4000-8000-000000000007'

/** Frequent words and rare ones, alone and together: an index may serve the one and not the other. */
const FILTERS = [
  '',
  'domain=requests',
  'domain=library',
  'type=approved',
  'type=requests.failed',
  'key=key-77',
  'key=nobody',
  'actor=user:7',
  'actor=system',
  `correlationId=${CORRELATION}`,
  'kind=event',
  'kind=dead-letter',
  'kind=dead-letter&domain=library',
  'type=failed&actor=user:7',
  'domain=library&type=requests.failed',
  'kind=command&key=key-77',
  'from=2025-06-01T00:00:00Z&to=2025-06-02T00:00:00Z',
  'domain=status&from=2025-06-01T00:00:00Z&to=2025-06-02T00:00:00Z&limit=200',
]

/** How long each filter of the journal takes through the portal, with so many entries in its index. */
export async function benchJournalFilters(portal: BenchPortal, entries: number): Promise<Figure[]> {
  await fill(portal.file.databaseUrl ?? '', entries)
  const worst: { filter: string; p99: number }[] = []
  for (const filter of FILTERS) {
    const took: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      const begun = performance.now()
      await portal.fetch('GET', `/api/admin/journal?${filter}`)
      took.push(performance.now() - begun)
    }
    worst.push({ filter, p99: quantile(took.slice(3), 0.99) })
  }
  worst.sort((a, b) => b.p99 - a.p99)
  const shown = worst.slice(0, 3).map(({ filter, p99 }) => `${filter || 'no filter'} ${p99.toFixed(0)} ms`)
  return [
    {
      what: `journal filters, ${FILTERS.length} of them, ${entries.toLocaleString('en')} entries`,
      value: `worst p99 ${worst[0]!.p99.toFixed(0)} ms`,
      against: `the slowest: ${shown.join('; ')}`,
      aim: 'under 100 ms at a million',
    },
  ]
}

/** As a house makes them over a year: a few types make most entries, some words are rare. */
async function fill(databaseUrl: string, entries: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(
    `insert into journal.entry (id, seq, kind, type, fact, version, domain, key, time, actor, correlation_id, causation_id, data)
     select gen_random_uuid(), n,
       case when n % 5000 = 0 then 'dead-letter' when n % 3 = 0 then 'command' else 'event' end,
       d || '.' || f, f, 1, d, 'key-' || (n % 5000), timestamptz '2025-01-01' + n * (interval '1 year' / $1),
       case when n % 20 = 0 then 'user:' || (n % 50) else 'system' end,
       case when n % 100000 = 0 then $2 else gen_random_uuid() end, null, '{"title":"' || repeat('x', 150) || '"}'
     from (select n,
       case when n % 1000 = 0 then 'library' when n % 4 = 0 then 'requests' else 'status' end as d,
       case when n % 2000 = 0 then 'failed' when n % 5 = 0 then 'approved' else 'changed' end as f
       from generate_series(1, $1::int) n) made`,
    [entries, CORRELATION],
  )
  await client.query('vacuum analyze journal.entry')
  await client.end()
}
