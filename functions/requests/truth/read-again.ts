import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { OutsideError } from '../../../bus/index.ts'
import type { RequestTables } from '../domain.ts'
import type { Seerr } from '../seerr/client.ts'
import type { Patience } from '../seerr/media.ts'
import { Said, wordsOf } from '../seerr/requests.ts'
import { Request } from '../seerr/shapes.ts'

/** One request as it stood at a moment of the database's clock; `request` is null when Seerr has it no longer. */
export interface Reading {
  seerrId: number
  at: Date
  request: Request | null
}

const Answered = z.union([Request, Said.loose()])
const NOT_FOUND = /request not found/i

/**
 * Reads one request. That it is gone is believed only in Seerr's own words: a proxy in front of it says 404 as well.
 * Throws `OutsideError`.
 */
export async function readAgain(
  db: Kysely<RequestTables>,
  seerr: Seerr,
  seerrId: number,
  patience: Patience,
): Promise<Reading> {
  const at = await databaseNow(db)
  const answer = await seerr.call(`/request/${seerrId}`, { schema: Answered, expect: [404], ...patience })
  const { data, status } = answer
  if (status === 404 && NOT_FOUND.test(wordsOf(data) ?? '')) return { seerrId, at, request: null }
  const read = Request.safeParse(data)
  if (status === 404 || !read.success) {
    throw new OutsideError('answer', 'Seerr', `Seerr says something about request ${seerrId} that is not understood.`)
  }
  return { seerrId, at, request: read.data }
}

/** Rows carry its times, so what is compared with them is taken from the same clock. */
export async function databaseNow(db: Kysely<RequestTables>): Promise<Date> {
  const now = db.selectNoFrom(sql<Date>`clock_timestamp()`.as('at'))
  return (await now.executeTakeFirstOrThrow()).at
}
