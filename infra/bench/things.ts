import { sql } from 'kysely'
import { z } from 'zod'
import { command, event, query } from '../../contracts/define.ts'
import { defineDomain } from '../../bus/index.ts'

/** Tables of the benches: what a usual command writes. */
export interface Tables {
  item: { id: string; title: string; year: number }
  history: { item_id: string; at: Date; what: string }
}

export const things = defineDomain<Tables>({
  name: 'bench',
  migrations: {
    '0001_init': {
      async up(db) {
        await sql`create table item (id uuid primary key, title text not null, year integer not null)`.execute(db)
        await sql`create table history (item_id uuid not null, at timestamptz not null, what text not null)`.execute(db)
      },
    },
  },
})

const data = { itemId: z.string(), title: z.string(), year: z.int(), note: z.string() }

export const Add = command('bench.add', {
  summary: 'Adds an item.',
  data,
  key: (d) => d.itemId,
  result: z.object({ itemId: z.string() }),
})

export const Added = event('bench.added', { summary: 'An item was added.', data, key: (d) => d.itemId })

export const Ping = query('bench.ping', {
  summary: 'Answers at once.',
  input: {},
  result: z.object({ ok: z.boolean() }),
})

/** About 220 bytes as JSON. */
export const item = (n: number, itemId: string) => ({
  itemId,
  title: `The thing that came from place number ${n}`,
  year: 1950 + (n % 75),
  note: 'x'.repeat(80),
})
