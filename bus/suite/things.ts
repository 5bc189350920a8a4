import { sql } from 'kysely'
import { z } from 'zod'
import { command, event, query, secret } from '../../contracts/define.ts'
import { defineDomain } from '../domain.ts'

/** A small domain of the suite's own, with the tables that its functions write. */
export interface Tables {
  made: { id: string; n: number }
  seen: { id: string; n: number }
}

export const things = defineDomain<Tables>({
  name: 'things',
  migrations: {
    '0001_init': {
      async up(db) {
        await sql`create table made (id uuid not null, n integer not null)`.execute(db)
        await sql`create table seen (id uuid not null, n integer not null)`.execute(db)
      },
    },
  },
})

export const Make = command('things.make', {
  summary: 'Makes a thing.',
  data: { n: z.int(), word: secret(z.string().optional()) },
  key: (d) => String(d.n),
  result: z.object({ n: z.int() }),
  refusals: ['CONFLICT'],
})

export const Made = event('things.made', {
  summary: 'A thing was made.',
  data: { n: z.int() },
  key: (d) => String(d.n),
})

export const Count = query('things.count', {
  summary: 'How many things were made.',
  input: { atLeast: z.int().default(0) },
  result: z.object({ made: z.int(), seen: z.int() }),
  refusals: ['NOT_FOUND'],
})
