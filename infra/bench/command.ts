import { performance } from 'node:perf_hooks'
import type { Pool, PoolClient } from 'pg'
import { defineFunction } from '../../bus/index.ts'
import { newId } from '../../bus/ids.ts'
import { connectNats } from '../../bus/nats/connect.ts'
import { createPool } from '../../bus/pg/pool.ts'
import { hostFunctions, type HostedFunctions } from '../../bus/start.ts'
import { type Bench, byTurns, type Figure, perSecond, rate } from './bench.ts'
import { Add, Added, item, things } from './things.ts'

const COMMANDS = 5000
/** Not counted: connections are made and code is compiled meanwhile, as the other side's pool is warm too. */
const WARMING = 1000
const AT_ONCE = 16

let begun = 0
let first = 0

const add = defineFunction({
  name: 'bench.add',
  summary: 'Adds an item and its first history row, and announces it.',
  domain: things,
  on: Add,
  emits: [Added],
  concurrency: { perProcess: AT_ONCE },
  async run(data, ctx) {
    if (++begun === WARMING) first = performance.now()
    return ctx.write(async (tx) => {
      await tx.insertInto('item').values({ id: data.itemId, title: data.title, year: data.year }).execute()
      await tx.insertInto('history').values({ item_id: data.itemId, at: ctx.meta.time, what: 'added' }).execute()
      ctx.emit(Added, data)
      return { itemId: data.itemId }
    })
  },
})

/** One command through inbox, two rows, outbox, publish and ack, against the same PostgreSQL transactions alone. */
export async function benchCommand(bench: Bench): Promise<Figure[]> {
  const prepared = await host(bench)
  await prepared.stop()
  const pool = createPool(bench.databaseUrl, AT_ONCE, bench.log)
  const sides = await byTurns(5, {
    plain: () => perSecond(COMMANDS, AT_ONCE, (n) => transaction(pool, n, plain)),
    coalesced: () => perSecond(COMMANDS, AT_ONCE, (n) => transaction(pool, n, coalesced)),
    bus: () => wholePath(bench),
  })
  await pool.end()
  return [
    {
      what: `commands through inbox, two rows, outbox, publish, ack, ${AT_ONCE} at once, warm`,
      value: rate(sides.bus.median),
      against: `the transactions alone, each statement its own round trip: ${rate(sides.plain.median)}`,
      ratio: sides.bus.toFirst,
      aim: '0.65',
    },
    {
      what: 'the same commands',
      value: rate(sides.bus.median),
      against: `the transactions alone, sent as the bus sends them: ${rate(sides.coalesced.median)}`,
      ratio: sides.bus.median / sides.coalesced.median,
    },
  ]
}

async function host(bench: Bench): Promise<HostedFunctions> {
  const link = await connectNats(bench.natsUrl, bench.link.namespace, bench.log)
  const { databaseUrl, sealer, log } = bench
  const hosted = await hostFunctions({ link, databaseUrl, functions: [add], sealer, log, poolSize: AT_ONCE + 4 })
  return {
    ...hosted,
    async stop() {
      await hosted.stop()
      await link.nc.close()
    },
  }
}

/** The commands lie in the stream before anybody takes one; the clock runs until the last ack. */
async function wholePath(bench: Bench): Promise<number> {
  await perSecond(COMMANDS, 64, (n) => bench.client.send(Add, item(n, newId()), bench.who, { waitMs: 0 }))
  begun = 0
  const hosted = await host(bench)
  const consumer = await bench.link.js.consumers.get(`${bench.link.namespace}_CMD`, 'bench_add')
  for (;;) {
    const { num_pending, num_ack_pending } = await consumer.info()
    if (num_pending === 0 && num_ack_pending === 0) break
    await new Promise((again) => setTimeout(again, 10))
  }
  const tookMs = performance.now() - first
  await hosted.stop()
  return ((COMMANDS - WARMING) / tookMs) * 1000
}

type Statements = (
  client: PoolClient,
  row: ReturnType<typeof item>,
  ids: { inbox: string; outbox: string },
) => Promise<void>

async function transaction(pool: Pool, n: number, statements: Statements): Promise<void> {
  const client = await pool.connect()
  await statements(client, item(n, newId()), { inbox: newId(), outbox: newId() })
  client.release()
}

const INBOX = 'insert into bench._inbox (function, message_id) values ($1, $2) on conflict do nothing'
const ITEM = 'insert into bench.item (id, title, year) values ($1, $2, $3)'
const HISTORY = 'insert into bench.history (item_id, at, what) values ($1, $2, $3)'
// marked at once: the sweeper shall not take them for work of the bus
const OUTBOX = `insert into bench._outbox (id, stream, subject, headers, body, created_at, published_at)
  values ($1, 'bench', $2, $3, $4, now(), now() - interval '2 days')`
const HEADERS = JSON.stringify({ type: 'bench.added.v1', correlation: newId(), actor: 'user:bench', time: new Date() })

const plain: Statements = async (client, row, ids) => {
  await client.query('begin')
  await client.query(INBOX, ['bench.plain', ids.inbox])
  await client.query(ITEM, [row.itemId, row.title, row.year])
  await client.query(HISTORY, [row.itemId, new Date(), 'added'])
  await client.query(OUTBOX, [ids.outbox, `evt.bench.added.v1.${row.itemId}`, HEADERS, JSON.stringify(row)])
  await client.query('commit')
}

const coalesced: Statements = async (client, row, ids) => {
  const literal = (text: string): string => client.escapeLiteral(text)
  await client.query(
    `begin; set local search_path to "bench";
     insert into _inbox (function, message_id) values ('bench.plain', ${literal(ids.inbox)}) on conflict do nothing`,
  )
  await client.query(ITEM, [row.itemId, row.title, row.year])
  await client.query(HISTORY, [row.itemId, new Date(), 'added'])
  const values = [ids.outbox, 'bench', `evt.bench.added.v1.${row.itemId}`, HEADERS, JSON.stringify(row)].map(literal)
  await client.query(
    `insert into _outbox (id, stream, subject, headers, body, published_at)
     values (${values.join(', ')}, now() - interval '2 days'); commit`,
  )
}
